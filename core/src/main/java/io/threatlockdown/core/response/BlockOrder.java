package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An order to respond for a while: to drop an offender's packets, or to do something else about it.
 *
 * @param target the addresses it is about: one, or a prefix; empty if it is about an account or a
 *     file, and never of a drop
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
 * @param action what is done instead of dropping packets; empty of a drop
 * @param ladder which step of which ladder it is; empty if of none. Its offence is the ladder's
 *     then
 * @param goodLogins how many users logged in from the target lately, who may be hit as well; empty
 *     if that is not known
 */
public record BlockOrder(
    BlockKey key,
    Optional<AddressPrefix> target,
    String response,
    String location,
    int ruleId,
    String reason,
    String alertJson,
    int offence,
    Instant lineReceivedAt,
    Instant at,
    Optional<Duration> duration,
    Optional<Action> action,
    Optional<LadderStep> ladder,
    OptionalInt goodLogins) {
  public BlockOrder {
    if (duration.isPresent() && (duration.get().isZero() || duration.get().isNegative())) {
      throw new IllegalArgumentException("duration must be positive: was " + duration.get());
    }
    if (offence < 1) {
      throw new IllegalArgumentException("offence must be at least 1: was " + offence);
    }
    if (action.isEmpty() && target.isEmpty()) {
      throw new IllegalArgumentException("a drop needs a target");
    }
  }

  /** Returns an order to drop the packets of the target. */
  public BlockOrder(
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
    this(
        key,
        Optional.of(target),
        response,
        location,
        ruleId,
        reason,
        alertJson,
        offence,
        lineReceivedAt,
        at,
        duration,
        Optional.empty());
  }

  /** Returns an order that is no step of a ladder. */
  public BlockOrder(
      BlockKey key,
      Optional<AddressPrefix> target,
      String response,
      String location,
      int ruleId,
      String reason,
      String alertJson,
      int offence,
      Instant lineReceivedAt,
      Instant at,
      Optional<Duration> duration,
      Optional<Action> action) {
    this(
        key,
        target,
        response,
        location,
        ruleId,
        reason,
        alertJson,
        offence,
        lineReceivedAt,
        at,
        duration,
        action,
        Optional.empty(),
        OptionalInt.empty());
  }

  /** Returns the addresses to drop. Only of an order that has a target. */
  public AddressPrefix addresses() {
    return target.orElseThrow();
  }

  /** Returns what it is about, for operators: its target, or else its keys. */
  public String about() {
    return target.map(AddressPrefix::toString).orElseGet(() -> String.join(" ", key.keys()));
  }

  /** Returns the same order with another alert. */
  public BlockOrder withAlert(String json) {
    return changed(key, json, offence, at, duration, ladder, goodLogins);
  }

  /** Returns the same order of another key. */
  public BlockOrder withKey(BlockKey other) {
    return changed(other, alertJson, offence, at, duration, ladder, goodLogins);
  }

  /** Returns the same order as another offence of its key, which may last longer. */
  public BlockOrder lasting(int offences, Optional<Duration> longer) {
    return changed(key, alertJson, offences, at, longer, ladder, goodLogins);
  }

  /** Returns the same order with what its target's logins and a ladder say. */
  public BlockOrder with(Optional<LadderStep> step, OptionalInt logins) {
    return changed(key, alertJson, offence, at, duration, step, logins);
  }

  /** Returns the same order after somebody set the wall clock. */
  public BlockOrder moved(Duration step) {
    return step.isZero() ? this : decided(at.plus(step));
  }

  private BlockOrder decided(Instant then) {
    return changed(key, alertJson, offence, then, duration, ladder, goodLogins);
  }

  /** Returns the order with all that can change after it was made; the rest stays. */
  private BlockOrder changed(
      BlockKey itsKey,
      String itsAlert,
      int itsOffence,
      Instant decidedAt,
      Optional<Duration> lasts,
      Optional<LadderStep> step,
      OptionalInt logins) {
    return new BlockOrder(
        itsKey,
        target,
        response,
        location,
        ruleId,
        reason,
        itsAlert,
        itsOffence,
        lineReceivedAt,
        decidedAt,
        lasts,
        action,
        step,
        logins);
  }

  /** Returns what is equal for an order and the same one moved. */
  public BlockOrder undated() {
    return decided(Instant.EPOCH);
  }

  /** When the block ends; empty if only by hand. */
  public Optional<Instant> expiresAt() {
    return duration.map(at::plus);
  }
}
