package io.threatlockdown.ops.wiring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The file {@code <data>/confirmation}: whether the configuration of the last start with {@code
 * --confirm} was confirmed. One line of three words: state, fingerprint, deadline.
 */
final class ConfirmationFile {
  /** The file's name in the data directory. */
  static final String NAME = "confirmation";

  private static final int BYTES_MAX = 512;

  private final Path file;

  ConfirmationFile(Path data) {
    this.file = data.resolve(NAME);
  }

  /** How far a configuration is. */
  enum State {
    /** It is enforced until the deadline. */
    PENDING,
    /** An operator has confirmed it. */
    CONFIRMED,
    /** Nobody has confirmed it in time; it is not enforced. */
    LAPSED
  }

  /**
   * What is written there.
   *
   * @param fingerprint of the configuration
   * @param until the deadline, by the wall clock
   */
  record Entry(State state, String fingerprint, Instant until) {}

  /** Returns what is written there; empty if there is no file, or not one of ours. */
  Optional<Entry> read() {
    try {
      if (Files.size(file) > BYTES_MAX) {
        return Optional.empty();
      }
      String[] words = Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", -1);
      return words.length == 3
          ? Optional.of(new Entry(State.valueOf(words[0]), words[1], Instant.parse(words[2])))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException none) {
      return Optional.empty();
    }
  }

  /** Replaces what is written there; it is on disk when this returns. */
  void write(Entry entry) throws IOException {
    Path draft = file.resolveSibling(NAME + ".new");
    byte[] line =
        (entry.state() + " " + entry.fingerprint() + " " + entry.until() + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
