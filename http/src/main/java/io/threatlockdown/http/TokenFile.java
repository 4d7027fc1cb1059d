package io.threatlockdown.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The file {@code <data>/token}: the API's token alone, readable by its owner only. */
public final class TokenFile {
  /** The file's name in the data directory. */
  public static final String NAME = "token";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final int BYTES_MAX = Token.LENGTH_MAX + 16;

  private TokenFile() {}

  /**
   * Returns the token of this data directory. The first time, directory and file are made; a crash
   * leaves either no file or a whole one.
   *
   * @throws TokenFileException if the file cannot be read or written, others may read it, or it
   *     holds no token
   */
  public static Token open(Path data) throws TokenFileException {
    Path file = data.resolve(NAME);
    if (Files.exists(file)) {
      return read(data);
    }
    Token token = Token.random();
    try {
      Files.createDirectories(data);
      write(file, token);
    } catch (IOException e) {
      throw new TokenFileException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return token;
  }

  /**
   * Returns the token that a service wrote to its data directory.
   *
   * @throws TokenFileException if there is none, it cannot be read, others may read it too, or it
   *     holds no token
   */
  public static Token read(Path data) throws TokenFileException {
    Path file = data.resolve(NAME);
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(file));
      if (!others.isEmpty()) {
        throw new TokenFileException(file + " may be used by others: run chmod 600 " + file);
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new TokenFileException(file + " holds no token: it is too long");
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return Token.parse(text)
          .orElseThrow(
              () ->
                  new TokenFileException(
                      file + " holds no token: delete it, a start writes a new one"));
    } catch (NoSuchFileException e) {
      throw new TokenFileException("there is no " + file, e);
    } catch (IOException e) {
      throw new TokenFileException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path file, Token token) throws IOException {
    Path draft = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = ByteBuffer.wrap(token.text().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
