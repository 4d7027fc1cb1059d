package io.threatlockdown.ops.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Prints what happens, in milliseconds since the line that began it. */
final class Timeline {
  private final PrintWriter out;
  private Instant zero = Instant.MAX;

  Timeline(PrintWriter out) {
    this.out = out;
  }

  /** Prints a remark without a time. */
  void say(String text) {
    out.print(text + "\n");
    out.flush();
  }

  /** Begins to count. */
  void begin(Instant at, String text) {
    zero = at;
    event(at, text);
  }

  /** Prints what happened at that time. */
  void event(Instant at, String text) {
    double ms = Duration.between(zero, at).toNanos() / 1e6;
    say(String.format(Locale.ROOT, "%+10.1f ms  %s", ms, text));
  }
}
