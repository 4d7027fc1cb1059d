package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;
import java.time.Instant;

/**
 * How far up a ladder an offender is.
 *
 * @param offences how many are counted
 * @param step which step was ordered last, from 1
 * @param at when that was
 * @param until when that step ends or ended
 * @param countsUntil when no offence is left
 */
public record Standing(
    String ladder,
    AddressPrefix offender,
    int offences,
    int step,
    Instant at,
    Instant until,
    Instant countsUntil) {

  /** Returns the same after somebody set the wall clock. */
  public Standing moved(Duration step) {
    return new Standing(
        ladder,
        offender,
        offences,
        this.step,
        at.plus(step),
        until.plus(step),
        countsUntil.plus(step));
  }

  /** Returns the same with another end of its step. */
  public Standing until(Instant end) {
    Duration counts = Duration.between(until, countsUntil);
    return new Standing(ladder, offender, offences, step, at, end, end.plus(counts));
  }

  /** Returns the same with the step in force as the first offence. */
  public Standing pardoned() {
    return new Standing(ladder, offender, 1, step, at, until, countsUntil);
  }
}
