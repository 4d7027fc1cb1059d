package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits bytes into lines of at most {@link LogLine#BYTES_MAX} bytes; what a line has beyond is
 * dropped and counted. A line ends with a newline, or with a carriage return and a newline.
 */
final class LineInput {
  private static final int BUFFER_BYTES = 65_536;

  private final InputStream in;
  private final Runnable beforeWaiting;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long cutLines;

  /**
   * Reads from a stream.
   *
   * @param beforeWaiting is run before each read, so that a person at the keyboard sees the answers
   *     so far
   */
  LineInput(InputStream in, Runnable beforeWaiting) {
    this.in = in;
    this.beforeWaiting = beforeWaiting;
  }

  /** Returns the next line, one char a byte, without its end; empty at the end of the input. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean any = false;
    boolean cut = false;
    while (at < end || fill()) {
      any = true;
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      int room = LogLine.BYTES_MAX - line.size();
      cut |= at - from > room;
      line.write(buffer, from, Math.min(at - from, room));
      if (at < end) {
        at++;
        break;
      }
    }
    cutLines += cut ? 1 : 0;
    return any ? Optional.of(text(line.toByteArray())) : Optional.empty();
  }

  /** Returns how many lines were too long so far. */
  long cutLines() {
    return cutLines;
  }

  private boolean fill() throws IOException {
    beforeWaiting.run();
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private static String text(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return Latin1.of(bytes, 0, length);
  }
}
