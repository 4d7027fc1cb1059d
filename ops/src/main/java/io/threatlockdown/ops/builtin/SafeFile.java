package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A small file that is replaced as a whole: who reads it sees it before or after, also when the
 * power fails. Its text is bytes, one a char, so that nothing of others is changed.
 */
final class SafeFile {
  /** A larger file is none that people write. */
  static final int BYTES_MAX = 4 << 20;

  private static final int TRIES_MAX = 10;
  private static final String NEW_FILE_MODE = "rw-r--r--";

  private final Path file;

  SafeFile(Path file) {
    this.file = file;
  }

  /** Returns the text; empty if there is no such file. */
  Optional<String> read() throws ActionException, IOException {
    Optional<PosixFileAttributes> found = attributes();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!found.get().isRegularFile()) {
      throw new ActionException(file + " is no plain file, and left alone");
    }
    if (found.get().size() > BYTES_MAX) {
      throw new ActionException(file + " is longer than " + BYTES_MAX + " bytes, and left alone");
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
      int read = channel.read(bytes);
      while (read > 0) {
        read = channel.read(bytes);
      }
      return Optional.of(
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /**
   * Replaces the text by what becomes of it, and keeps owner and mode. If others change it
   * meanwhile, that is done again with what they wrote.
   *
   * @param change called with an empty text if there is no file
   */
  void edit(UnaryOperator<String> change) throws ActionException, IOException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<PosixFileAttributes> before = attributes();
      String text = read().orElse("");
      String changed = change.apply(text);
      if (changed.equals(text) || replace(changed, before)) {
        return;
      }
    }
    throw new ActionException(file + " is changed by others all the time");
  }

  /**
   * Makes the file hold this text, readable by its owner alone. It is on disk when this returns.
   */
  void write(String text) throws IOException {
    Path draft = draft();
    try {
      writeDraft(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    syncDirectory();
  }

  /** Removes the file, if it is there; for good when this returns. */
  void remove() throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectory();
    }
  }

  private boolean replace(String text, Optional<PosixFileAttributes> before) throws IOException {
    Path draft = draft();
    try {
      writeDraft(draft, text);
      PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
      if (before.isPresent()) {
        view.setOwner(before.get().owner());
        view.setGroup(before.get().group());
        view.setPermissions(before.get().permissions());
      } else {
        view.setPermissions(PosixFilePermissions.fromString(NEW_FILE_MODE));
      }
      if (!identity(before).equals(identity(attributes()))) {
        return false;
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    syncDirectory();
    return true;
  }

  private static void writeDraft(Path draft, String text) throws IOException {
    Files.deleteIfExists(draft); // Of a process that was killed.
    try (FileChannel channel =
        (FileChannel)
            Files.newByteChannel(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private Path draft() {
    return file.resolveSibling("." + file.getFileName() + ".threatlockdown");
  }

  private void syncDirectory() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Optional<PosixFileAttributes> attributes() throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** What differs once somebody else has written to the file or replaced it. */
  private static Optional<Identity> identity(Optional<PosixFileAttributes> of) {
    return of.map(BasicFileAttributes.class::cast)
        .map(each -> new Identity(each.fileKey(), each.size(), each.lastModifiedTime()));
  }

  private record Identity(Object fileKey, long size, FileTime changed) {}
}
