package io.threatlockdown.core.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The form of the positions on disk: text, a line for each, a checksum last. Replaced as a whole:
 * after a crash there is the old file or the new one.
 */
final class PositionsFile {
  /** A file larger than this was not written by us. */
  private static final long BYTES_MAX = 64L << 20;

  private static final String HEADER = "threatlockdown positions 1";

  record Content(
      List<FilePosition> positions, Map<String, String> cursors, List<String> patterns) {}

  private PositionsFile() {}

  /**
   * Reads the file; empty if there is none.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  static Optional<Content> read(Path file) throws IOException {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException("larger than " + BYTES_MAX + " bytes");
      }
      return Optional.of(parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("damaged", e);
    }
  }

  private static Content parse(String text) throws IOException {
    int end = text.lastIndexOf("crc ");
    if (!text.startsWith(HEADER + "\n")
        || end < 0
        || !text.substring(end).equals(checksum(text.substring(0, end)))) {
      throw new IOException("damaged");
    }
    List<FilePosition> positions = new ArrayList<>();
    Map<String, String> cursors = new LinkedHashMap<>();
    List<String> patterns = new ArrayList<>();
    for (String line : text.substring(0, end).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "file" -> positions.add(position(words));
        case "cursor" -> cursors.put(unquoted(words[1]), unquoted(words[2]));
        case "pattern" -> patterns.add(unquoted(words[1]));
        default -> {} // The header, and what a later version may add.
      }
    }
    return new Content(positions, cursors, patterns);
  }

  private static FilePosition position(String[] words) {
    return new FilePosition(
        unquoted(words[6]),
        new FileId(Long.parseLong(words[1]), Long.parseLong(words[2])),
        Long.parseLong(words[3]),
        new Fingerprint(
            Math.min(Fingerprint.BYTES_MAX, Math.max(0, Integer.parseInt(words[4]))), words[5]));
  }

  /**
   * Replaces the file.
   *
   * @throws IOException if that failed; the old file is still there
   */
  static void write(Path file, Content content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text(content).getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().resolveSibling("."))) {
      directory.force(true); // Else the new name may not survive a power failure.
    }
  }

  private static String text(Content content) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (FilePosition position : content.positions()) {
      text.append("file ").append(position.file().device());
      text.append(' ').append(position.file().inode());
      text.append(' ').append(position.offset());
      text.append(' ').append(position.fingerprint().length());
      text.append(' ').append(position.fingerprint().hash());
      text.append(' ').append(quoted(position.path())).append('\n');
    }
    content
        .cursors()
        .forEach(
            (source, cursor) ->
                text.append("cursor ")
                    .append(quoted(source))
                    .append(' ')
                    .append(quoted(cursor))
                    .append('\n'));
    content
        .patterns()
        .forEach(pattern -> text.append("pattern ").append(quoted(pattern)).append('\n'));
    return text + checksum(text.toString());
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "crc " + Long.toHexString(crc.getValue()) + "\n";
  }

  private static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unquoted(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
