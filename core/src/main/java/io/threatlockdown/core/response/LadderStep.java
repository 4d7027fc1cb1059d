package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;

/**
 * That an order is a step of a ladder.
 *
 * @param ladder its name
 * @param offender whose offences are counted
 * @param step which step, from 1
 * @param steps how many the ladder has
 * @param countsFor how long after the end of this response any of the offences is remembered
 */
public record LadderStep(
    String ladder, AddressPrefix offender, int step, int steps, Duration countsFor) {
  public LadderStep {
    if (step < 1 || step > steps) {
      throw new IllegalArgumentException("step must be 1 to " + steps + ": was " + step);
    }
  }
}
