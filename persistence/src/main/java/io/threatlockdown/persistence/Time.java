package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ClockOffset;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks: the wall, which the journal is written in and somebody may set, and the monotonic
 * one, which counts blocks down.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record Time(Clock clock, LongSupplier nanoTime) {
  /** Returns the wall clock's time in UTC, in the journal's resolution. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns how far the wall clock is ahead of the monotonic one. */
  ClockOffset offset() {
    return ClockOffset.now(clock, nanoTime);
  }
}
