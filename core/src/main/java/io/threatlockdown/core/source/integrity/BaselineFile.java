package io.threatlockdown.core.source.integrity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The baseline on disk: a line of text for each change, led by its checksum, the last line of a
 * path counts. Replaced as a whole now and then: after a crash there is the old file or the new
 * one, and at most its last lines are missing.
 *
 * @param path where it is; readable by its owner only
 */
record BaselineFile(Path path) {
  /** A line longer than this was not written by us: a path has at most some thousand bytes. */
  private static final int LINE_CHARS_MAX = 1 << 16;

  private static final int WRITE_CHARS = 1 << 20;
  private static final String HEADER = "threatlockdown baseline 1";

  /** A line. */
  sealed interface Entry {}

  /** What a file is. */
  record File(Baseline.Change change) implements Entry {}

  /** A root that was looked through to the end. */
  record Root(String root, String pattern) implements Entry {}

  /**
   * What was read.
   *
   * @param damaged lines that say nothing
   * @param endsWell whether the last line is whole, so that another can follow
   */
  record Reading(long records, int damaged, boolean endsWell) {}

  /**
   * Reads the file; one that is not there has no records.
   *
   * @throws IOException if it cannot be read or is none of ours
   */
  Reading read(Consumer<Entry> into) throws IOException {
    long records = 0;
    int damaged = 0;
    boolean endsWell = true;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(path), StandardCharsets.ISO_8859_1))) {
      if (!HEADER.equals(reader.readLine())) {
        throw new IOException("does not begin as a baseline does");
      }
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Optional<Entry> record = parse(line);
        record.ifPresent(into);
        records++;
        endsWell = record.isPresent();
        damaged += endsWell ? 0 : 1;
      }
    } catch (NoSuchFileException e) {
      return new Reading(0, 0, false);
    }
    // A last line cut short is what a crash leaves, and nothing to worry about.
    return new Reading(records, endsWell ? damaged : damaged - 1, endsWell && endsWithNewline());
  }

  private boolean endsWithNewline() throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
    }
  }

  private static Optional<Entry> parse(String line) {
    int blank = line.indexOf(' ');
    if (blank < 0 || line.length() > LINE_CHARS_MAX) {
      return Optional.empty();
    }
    String body = line.substring(blank + 1);
    if (!line.substring(0, blank).equals(checksum(body))) {
      return Optional.empty();
    }
    String[] words = body.split(" ", -1);
    try {
      return switch (words[0]) {
        case "+" -> Optional.of(file(words));
        case "-" ->
            Optional.of(new File(new Baseline.Change(unquoted(words[1]), Optional.empty())));
        case "root" -> Optional.of(new Root(unquoted(words[1]), unquoted(words[2])));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static File file(String[] words) {
    FileState state =
        new FileState(
            Long.parseLong(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]),
            unquoted(words[5]),
            unquoted(words[6]),
            Long.parseLong(words[7]),
            Long.parseLong(words[8]),
            Long.parseLong(words[9]),
            new Digests(words[10], words[11], words[12]));
    return new File(new Baseline.Change(unquoted(words[13]), Optional.of(state)));
  }

  /** Returns the line of a record, with its newline. */
  static String text(Entry record) {
    String body = "";
    if (record instanceof Root root) {
      body = "root " + quoted(root.root()) + " " + quoted(root.pattern());
    } else if (record instanceof File file) {
      String path = quoted(file.change().path());
      body = file.change().state().map(state -> text(state) + path).orElse("- " + path);
    }
    return checksum(body) + " " + body + "\n";
  }

  private static String text(FileState state) {
    return "+ "
        + state.size()
        + " "
        + state.mode()
        + " "
        + state.uid()
        + " "
        + state.gid()
        + " "
        + quoted(state.user())
        + " "
        + quoted(state.group())
        + " "
        + state.modified()
        + " "
        + state.device()
        + " "
        + state.inode()
        + " "
        + state.digests().md5()
        + " "
        + state.digests().sha1()
        + " "
        + state.digests().sha256()
        + " ";
  }

  /** Adds lines at the end and waits until they are on disk. */
  void append(List<String> lines) throws IOException {
    write(path, lines, StandardOpenOption.APPEND);
  }

  /**
   * Replaces the file.
   *
   * @throws IOException if that failed; the old file is still there
   */
  void replace(List<String> lines) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel created =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      flush(created, new StringBuilder(HEADER).append('\n'));
    }
    write(temporary, lines, StandardOpenOption.APPEND);
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(path.toAbsolutePath().resolveSibling("."))) {
      directory.force(true); // Else the new name may not survive a power failure.
    }
  }

  private static void write(Path to, List<String> lines, OpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(to, option)) {
      StringBuilder text = new StringBuilder();
      for (String line : lines) {
        text.append(line);
        if (text.length() > WRITE_CHARS) {
          flush(channel, text);
        }
      }
      flush(channel, text);
      channel.force(true);
    }
  }

  private static void flush(FileChannel channel, StringBuilder text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    text.setLength(0);
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return Long.toHexString(crc.getValue());
  }

  private static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.ISO_8859_1);
  }

  private static String unquoted(String text) {
    return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
  }
}
