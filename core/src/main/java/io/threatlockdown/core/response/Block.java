package io.threatlockdown.core.response;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A block as the journal knows it now: in force, or ended a while ago.
 *
 * @param order the order that began it
 * @param expiresAt when it ends or ended; empty if only by hand. Later than the order says if it
 *     was extended
 * @param suppressedAlerts alerts from the offender while it was in force
 * @param latency from the line's arrival to the firewall's answer; empty until then
 * @param failure what the firewall or program answered when it last failed
 * @param endedAt when it was released; empty while in force
 * @param endedBy {@code timeout}, or who released it
 * @param endReason the operator's words; empty when it expired
 */
public record Block(
    BlockId id,
    BlockOrder order,
    State state,
    Optional<Instant> expiresAt,
    long suppressedAlerts,
    Optional<Duration> latency,
    Optional<String> failure,
    Optional<Instant> endedAt,
    Optional<String> endedBy,
    Optional<String> endReason) {

  /** The life of a block. Lower-cased these are the states of the HTTP API. */
  public enum State {
    /** Ordered and on disk; the firewall has not answered yet, or not since the service started. */
    PENDING,
    /** The firewall said that it drops. */
    ENFORCED,
    /** Found missing in the firewall and not yet put back. */
    DRIFTED,
    /** The firewall or program refused; it is tried again. */
    FAILED,
    /** Not enforced because the service only observes. */
    OBSERVED,
    /** Ended by an operator. */
    RELEASED,
    /** Ended at its time. */
    EXPIRED;

    /** Whether the block has ended. */
    public boolean isEnded() {
      return this == RELEASED || this == EXPIRED;
    }
  }
}
