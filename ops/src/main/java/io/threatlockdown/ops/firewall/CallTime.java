package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.response.Firewall.Drop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a call was made, by both clocks. Ends are instants of the wall clock as it was then; if that
 * is set while the call waits, they mean another time.
 *
 * @param nanos as {@link System#nanoTime}
 */
record CallTime(Instant wall, long nanos) {
  /** A wall clock that went this much wrong was set, and not only corrected. */
  private static final Duration STEP_MIN = Duration.ofMillis(500);

  static CallTime now(Clock clock) {
    return new CallTime(clock.instant(), System.nanoTime());
  }

  /** Returns the drops with their ends by the wall clock as it is at another time. */
  List<Drop> carry(List<Drop> drops, CallTime to) {
    Duration step = Duration.between(wall, to.wall).minusNanos(to.nanos - nanos);
    return step.abs().compareTo(STEP_MIN) < 0
        ? drops
        : drops.stream()
            .map(drop -> new Drop(drop.target(), drop.expiresAt().map(end -> end.plus(step))))
            .toList();
  }
}
