package io.threatlockdown.ops.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** Lines and when they were seen; the last {@value #REMEMBERED_MAX}. For any thread. */
final class SeenLines {
  private static final int REMEMBERED_MAX = 10_000;

  private final Deque<Seen> lines = new ArrayDeque<>();

  /** A line, and when it was seen. */
  record Seen(Instant at, String line) {}

  synchronized void add(String line) {
    if (lines.size() == REMEMBERED_MAX) {
      lines.removeFirst();
    }
    lines.addLast(new Seen(Clock.systemUTC().instant(), line));
    notifyAll();
  }

  /** Waits for such a line, the first if there are several; empty if none came in time. */
  synchronized Optional<Seen> await(Predicate<String> wanted, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<Seen> found = lines.stream().filter(seen -> wanted.test(seen.line())).findFirst();
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (found.isPresent() || leftMs <= 0) {
        return found;
      }
      try {
        wait(leftMs);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
