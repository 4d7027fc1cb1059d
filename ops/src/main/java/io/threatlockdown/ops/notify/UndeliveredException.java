package io.threatlockdown.ops.notify;

import java.time.Duration;
import java.util.Optional;

/** A message was not taken. What it says names no secret. */
final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;
  private final transient Optional<Duration> retryAfter;

  private UndeliveredException(String message, boolean forGood, Optional<Duration> retryAfter) {
    super(message);
    this.forGood = forGood;
    this.retryAfter = retryAfter;
  }

  /** It may be taken later. */
  static UndeliveredException forNow(String why) {
    return new UndeliveredException(why, false, Optional.empty());
  }

  /** It may be taken after that time, as the other side says. */
  static UndeliveredException until(String why, Optional<Duration> retryAfter) {
    return new UndeliveredException(why, false, retryAfter);
  }

  /** It is never going to be taken. */
  static UndeliveredException forGood(String why) {
    return new UndeliveredException(why, true, Optional.empty());
  }

  boolean isForGood() {
    return forGood;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Returns why. */
  String why() {
    return String.valueOf(getMessage());
  }
}
