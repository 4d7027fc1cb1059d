package io.threatlockdown.core.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A journalctl that follows the journal, and the last it had to say on its standard error. */
final class JournalProcess implements Closeable {
  /** How much of its standard error is kept. */
  private static final int ERROR_CHARS_MAX = 2048;

  private final Process process;
  private final Thread errors;
  private volatile String error = "";

  private JournalProcess(Process process) {
    this.process = process;
    this.errors = new Thread(this::readErrors, "source journald errors");
    errors.setDaemon(true);
  }

  /**
   * Starts it after a cursor; without one, at the newest entry or at the first.
   *
   * @throws IOException if there is no such program
   */
  static JournalProcess start(Path program, Optional<String> cursor, LogFile.Start start)
      throws IOException {
    List<String> command = new ArrayList<>();
    // Following means the current boot unless told otherwise: entries before it would be lost.
    command.addAll(
        List.of(program.toString(), "--follow", "--boot=all", "--output=export", "--quiet"));
    if (cursor.isPresent()) {
      command.addAll(List.of("--no-tail", "--after-cursor=" + cursor.get()));
    } else {
      // The newest entry is not new, but tells the cursor to go on from.
      command.add(start == LogFile.Start.BEGINNING ? "--no-tail" : "--lines=1");
    }
    Process process = new ProcessBuilder(command).start();
    JournalProcess journal = new JournalProcess(process);
    process.getOutputStream().close();
    journal.errors.start();
    return journal;
  }

  /** Waits for output; returns how many bytes came, less than 0 if it has ended. */
  int read(byte[] bytes) throws IOException {
    return process.getInputStream().read(bytes);
  }

  /** Ends it, and returns why it ended as far as is known. */
  String reason() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    errors.join(1000);
    String text = error.strip();
    return "journalctl ended" + (text.isEmpty() ? "" : ": " + text);
  }

  private void readErrors() {
    byte[] bytes = new byte[512];
    try (InputStream stream = process.getErrorStream()) {
      for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
        String all = error + new String(bytes, 0, count, StandardCharsets.UTF_8);
        error = all.substring(Math.max(0, all.length() - ERROR_CHARS_MAX));
      }
    } catch (IOException e) {
      // It was ended.
    }
  }

  /** Ends it from any thread, and with it a read. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
