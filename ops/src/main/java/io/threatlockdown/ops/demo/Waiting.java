package io.threatlockdown.ops.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks again until there is an answer. */
final class Waiting {
  private Waiting() {}

  /** Returns the first answer, or empty if there is none within the limit. */
  static <T> Optional<T> until(Duration limit, Duration pause, Supplier<Optional<T>> question) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent() || System.nanoTime() >= end) {
        return answer;
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
