package io.threatlockdown.core.response;

import java.time.Duration;

/**
 * How offences are forgotten: one for each full period in which nothing happened, counted from the
 * end of the last response. More than make a difference are forgotten with the first of them.
 *
 * @param period positive
 */
public record Decay(Duration period) {
  /** One offence a week. */
  public static final Decay DEFAULT = new Decay(Duration.ofDays(7));

  public Decay {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be positive: was " + period);
    }
  }

  /**
   * Returns how many offences are left.
   *
   * @param most how many make a difference
   * @param quiet since the last response ended; negative while it lasts
   */
  public int left(int offences, int most, Duration quiet) {
    long periods = quiet.isNegative() ? 0 : quiet.dividedBy(period);
    return periods == 0
        ? offences
        : (int) Math.max(0, Math.min(offences, most) - Math.min(periods, Integer.MAX_VALUE));
  }

  /** Returns how long after the end of the last response any of the offences is left. */
  public Duration lastsFor(int offences, int most) {
    return period.multipliedBy(Math.max(1, Math.min(offences, most)));
  }
}
