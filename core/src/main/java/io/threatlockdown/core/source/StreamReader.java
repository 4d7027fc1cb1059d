package io.threatlockdown.core.source;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads lines from a pipe to its end; the last one need not have a newline. */
final class StreamReader implements BatchReader {
  private final String name;
  private final InputStream input;
  private final ReportingHost host;
  private final Clock clock;
  private final ReportLimit listener;
  private final LineCutter cutter = new LineCutter();
  private final byte[] bytes = new Chunk().bytes();

  private int length;
  private boolean isEnded;

  StreamReader(
      String name, InputStream input, ReportingHost host, Clock clock, ReportLimit listener) {
    this.name = name;
    this.input = input;
    this.host = host;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public Optional<LineBatch> next() throws InterruptedException {
    listener.up(name);
    while (true) {
      LineCutter.Cut cut = cutter.cut(bytes, length);
      length -= cut.consumed();
      System.arraycopy(bytes, cut.consumed(), bytes, 0, length);
      if (!cut.isEmpty()) {
        return Optional.of(batch(cut));
      }
      if (isEnded) {
        listener.gone(name, "ended");
        return Optional.empty();
      }
      read();
    }
  }

  private void read() {
    int read;
    try {
      read = input.read(bytes, length, bytes.length - length);
    } catch (IOException e) {
      listener.degraded(name, "cannot be read: " + e.getMessage());
      read = -1;
    }
    isEnded = read < 0;
    length += Math.max(0, read);
    if (isEnded && length > 0 && !cutter.isSkipping()) {
      bytes[length++] = '\n'; // There is room: what is left is shorter than a line may be.
    }
  }

  private LineBatch batch(LineCutter.Cut cut) {
    if (cut.rejected() > 0) {
      listener.rejected(name, cut.rejected(), LineCutter.TOO_LONG);
    }
    Instant now = clock.instant();
    List<LogLine> lines =
        cut.lines().stream().map(line -> LogLine.log(line, name, host, now)).toList();
    return new LineBatch(lines, cut.rejected(), () -> {});
  }

  /** Leaves the input open: it belongs to the caller. */
  @Override
  public void close() {}
}
