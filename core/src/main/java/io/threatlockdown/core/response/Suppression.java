package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Instant;
import java.util.Optional;

/**
 * A response that was due and not ordered, such as one whose target must never be blocked.
 *
 * @param target whom it would have been about; empty if it was about no address
 * @param response the active response, such as {@code firewall-drop100}
 * @param because which allowlist or guard entry forbids it, or what else does, in words
 * @param count how many such responses this stands for; at least 1
 * @param at when the last of them was due
 */
public record Suppression(
    Optional<AddressPrefix> target,
    String response,
    int ruleId,
    String because,
    long count,
    Instant at) {

  /** Returns the suppression of a response about these addresses. */
  public Suppression(
      AddressPrefix target, String response, int ruleId, String because, long count, Instant at) {
    this(Optional.of(target), response, ruleId, because, count, at);
  }
}
