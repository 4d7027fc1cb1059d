package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An order to block an offender for a while.
 *
 * @param target the addresses to block: one, or an IPv6 prefix
 * @param response name of the active response, its command and timeout as in Wazuh's ar.conf, such
 *     as {@code firewall-drop100}
 * @param location where the config wants it executed, such as {@code local}
 * @param ruleId the rule that tipped the scale
 * @param reason that rule's description, for the operator
 * @param alertJson the whole alert as one line of JSON, handed to programs
 * @param offence how many times this key was blocked, this time included; from 1
 * @param lineReceivedAt when the source had the line that raised the alert
 * @param at when the response was decided
 * @param duration how long the block lasts; empty until released by hand
 */
public record BlockOrder(
    BlockKey key,
    AddressPrefix target,
    String response,
    String location,
    int ruleId,
    String reason,
    String alertJson,
    int offence,
    Instant lineReceivedAt,
    Instant at,
    Optional<Duration> duration) {
  public BlockOrder {
    if (duration.isPresent() && (duration.get().isZero() || duration.get().isNegative())) {
      throw new IllegalArgumentException("duration must be positive: was " + duration.get());
    }
    if (offence < 1) {
      throw new IllegalArgumentException("offence must be at least 1: was " + offence);
    }
  }

  /** When the block ends; empty if only by hand. */
  public Optional<Instant> expiresAt() {
    return duration.map(at::plus);
  }
}
