package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.ClockOffset;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A time that does not jump when somebody sets the wall clock: until then the same. What an actor
 * remembers for long is in it.
 */
final class SteadyTime {
  private final Supplier<ClockOffset> clock;
  private final ClockOffset begin;

  SteadyTime(Supplier<ClockOffset> clock) {
    this.clock = clock;
    this.begin = clock.get();
  }

  /** Returns how the wall clock is now. */
  ClockOffset clock() {
    return clock.get();
  }

  /** Returns the steady time of an instant of the wall clock as it is now. */
  Instant of(Instant wall) {
    return of(wall, clock());
  }

  /** Returns the steady time of an instant of the wall clock as it was. */
  Instant of(Instant wall, ClockOffset then) {
    return isEndless(wall) ? wall : wall.minus(begin.stepTo(then));
  }

  /** Returns the instant by the wall clock as it is now. */
  Instant wall(Instant steady) {
    return isEndless(steady) ? steady : steady.plus(begin.stepTo(clock()));
  }

  private static boolean isEndless(Instant instant) {
    return instant.equals(Instant.MAX) || instant.equals(Instant.MIN);
  }
}
