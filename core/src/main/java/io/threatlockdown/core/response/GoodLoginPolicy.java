package io.threatlockdown.core.response;

import java.time.Duration;

/**
 * What successful logins mean for responses to their source.
 *
 * @param window how long one is remembered
 * @param pardon what it does for its source
 */
public record GoodLoginPolicy(Duration window, Pardon pardon) {
  /** They are counted for a week, and change nothing. */
  public static final GoodLoginPolicy DEFAULT =
      new GoodLoginPolicy(Duration.ofDays(7), Pardon.NONE);

  /** What a successful login does for its source. */
  public enum Pardon {
    /** Nothing. */
    NONE,
    /** Its offences are forgotten; a response in force stays, as its first one. */
    COUNT,
    /** Its offences are forgotten, and responses to its address end. */
    RELEASE
  }
}
