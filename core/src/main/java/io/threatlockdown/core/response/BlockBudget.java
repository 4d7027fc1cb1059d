package io.threatlockdown.core.response;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts new blocks a minute, for a sudden flood of them is either a large attack or somebody who
 * makes this host block its own users. Extending a block takes nothing. Safe for any thread.
 */
public final class BlockBudget {
  /** What happens to new blocks beyond the budget. */
  public enum Beyond {
    /** They are ordered all the same; only the alarm is raised. */
    ALARM,
    /** They are suppressed and recorded, until the minute is over. */
    REFUSE
  }

  /**
   * How much is allowed.
   *
   * @param perMinute new blocks in a minute; from 1
   */
  public record Limits(int perMinute, Beyond beyond) {
    /**
     * A thousand a minute are unusual for one host; a flood of attackers is blocked all the same.
     */
    public static final Limits DEFAULT = new Limits(1_000, Beyond.ALARM);

    public Limits {
      if (perMinute < 1) {
        throw new IllegalArgumentException("perMinute must be at least 1: was " + perMinute);
      }
    }
  }

  /** How a reason of a budget begins. */
  static final String BECAUSE = "budget: ";

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Limits limits;
  private Instant minuteEnds = Instant.MIN;
  private long taken;

  /** Returns a budget of which nothing is taken. */
  public BlockBudget(Limits limits) {
    this.limits = limits;
  }

  /** Takes one new block. Returns why it must not be ordered; empty if it may. */
  public synchronized Optional<String> take(Instant now) {
    turn(now);
    taken++;
    return taken > limits.perMinute() && limits.beyond() == Beyond.REFUSE
        ? Optional.of(BECAUSE + "more than " + limits.perMinute() + " new blocks in this minute")
        : Optional.empty();
  }

  /** Returns what there is to raise an alarm about, in words; empty if nothing. */
  public synchronized Optional<String> alarm(Instant now) {
    turn(now);
    if (taken <= limits.perMinute()) {
      return Optional.empty();
    }
    String beyond =
        limits.beyond() == Beyond.REFUSE
            ? "those beyond were not ordered"
            : "all of them were ordered";
    return Optional.of(
        taken + " new blocks in this minute, more than " + limits.perMinute() + "; " + beyond);
  }

  /** The minute is over; also if the clock was set back. */
  private void turn(Instant now) {
    if (!now.isBefore(minuteEnds) || now.plus(MINUTE).isBefore(minuteEnds)) {
      minuteEnds = now.plus(MINUTE);
      taken = 0;
    }
  }
}
