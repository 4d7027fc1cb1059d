package io.threatlockdown.persistence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How often responses failed in a row, and how long each waits until it is tried again. */
final class ActionTries {
  /** How often undoing a response is tried; about ten minutes in all. */
  static final int UNDO_MAX = 14;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 6; // 64 s

  private final Map<Long, Integer> failures = new HashMap<>();

  /** Whether undoing the response fails for the last time, if it fails now. */
  boolean isLast(long number) {
    return failures.getOrDefault(number, 0) + 1 >= UNDO_MAX;
  }

  /** Returns how long to wait after another failure. */
  Duration failed(long number) {
    int count = failures.merge(number, 1, Integer::sum);
    return FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, DOUBLINGS_MAX));
  }

  /** It is not tried again. */
  void forget(long number) {
    failures.remove(number);
  }
}
