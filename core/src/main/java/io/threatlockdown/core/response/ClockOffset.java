package io.threatlockdown.core.response;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How far the wall clock was ahead of the monotonic one at some moment. That only changes when
 * somebody sets the wall clock, so two of them tell how far; instants of the wall clock that are
 * kept while time passes are kept with one.
 */
public record ClockOffset(Duration ahead) {
  /** The least change that counts as a step. */
  public static final Duration STEP_MIN = Duration.ofMillis(500);

  /**
   * Returns that of now.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public static ClockOffset now(InstantSource wall, LongSupplier nanoTime) {
    Duration since = Duration.between(Instant.EPOCH, wall.instant());
    return new ClockOffset(since.minusNanos(nanoTime.getAsLong()));
  }

  /** Returns how far the wall clock was set forward from this one to a later one; zero if not. */
  public Duration stepTo(ClockOffset later) {
    Duration step = later.ahead.minus(ahead);
    return step.abs().compareTo(STEP_MIN) < 0 ? Duration.ZERO : step;
  }

  /** Returns that of after the step. */
  public ClockOffset plus(Duration step) {
    return new ClockOffset(ahead.plus(step));
  }
}
