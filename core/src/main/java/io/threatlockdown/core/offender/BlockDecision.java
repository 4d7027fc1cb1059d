package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether an alert leads to a block, of whom, and for how long. Pure.
 *
 * @param again whether the target is blocked already
 * @param refusal why not; empty if it does
 */
record BlockDecision(
    Alert alert,
    ActiveResponse response,
    AddressPrefix target,
    BlockKey key,
    int offence,
    boolean again,
    Optional<Duration> duration,
    Optional<Suppression> refusal) {

  /**
   * Returns the decision about an alert that has a source address.
   *
   * @param at when the alert was raised, in the memory's time
   */
  static BlockDecision of(
      Alert alert,
      Instant at,
      ActiveResponse response,
      ResponsePlan plan,
      PriorBlockMemory memory) {
    SourceAddress source = alert.event().source().orElseThrow();
    AddressPrefix target = spared(plan.scope().target(source), source, plan);
    BlockKey key = key(response, target);
    int priors = memory.offences(key, at, plan.policy());
    boolean again = memory.inForce(key, at);
    int offence = Math.max(1, again ? priors : priors + 1);
    Optional<Duration> duration =
        response.timeout().map(first -> plan.policy().duration(first, offence - 1));
    return new BlockDecision(
            alert, response, target, key, offence, again, duration, Optional.empty())
        .unlessForbidden(plan);
  }

  /**
   * Returns the decision about an alert that has a source address, if a step of a ladder is due.
   *
   * @param step what is due, a drop
   * @param response the response that the step is
   * @param offence which offence it is on the ladder
   */
  static BlockDecision onLadder(
      Alert alert,
      Instant at,
      Ladder.Step step,
      ActiveResponse response,
      int offence,
      ResponsePlan plan,
      PriorBlockMemory memory) {
    SourceAddress source = alert.event().source().orElseThrow();
    AddressPrefix target = spared(step.target(source, plan.scope()), source, plan);
    BlockKey key = key(response, target);
    return new BlockDecision(
            alert,
            response,
            target,
            key,
            offence,
            memory.inForce(key, at),
            response.timeout(),
            Optional.empty())
        .unlessForbidden(plan);
  }

  private static BlockKey key(ActiveResponse response, AddressPrefix target) {
    return new BlockKey(
        ReportingHost.LOCAL_ID, response.command().executable(), List.of(target.toString()));
  }

  private BlockDecision unlessForbidden(ResponsePlan plan) {
    return plan.forbids(target)
        .or(() -> Reach.outOfReach(alert.event().line().host(), response))
        .map(this::refused)
        .orElse(this);
  }

  /** A network that holds somebody who must not be blocked is spared, its offender is not. */
  private static AddressPrefix spared(
      AddressPrefix network, SourceAddress source, ResponsePlan plan) {
    return network.isSingle() || plan.forbids(network).isEmpty()
        ? network
        : AddressPrefix.of(source);
  }

  /** Returns the decision after the budget was asked, if it leads to a new block. */
  BlockDecision within(BlockBudget budget) {
    return refusal.isPresent() || again
        ? this
        : budget.take(alert.at()).map(this::refused).orElse(this);
  }

  private BlockDecision refused(String because) {
    Suppression suppression =
        new Suppression(target, response.name(), alert.rule().id(), because, 1, alert.at());
    return new BlockDecision(
        alert, response, target, key, offence, again, duration, Optional.of(suppression));
  }

  /** Returns the order; only without a refusal. */
  BlockOrder order(String alertJson) {
    return new BlockOrder(
        key,
        target,
        response.name(),
        response.location(),
        alert.rule().id(),
        alert.description(),
        alertJson,
        offence,
        alert.event().line().receivedAt(),
        alert.at(),
        duration);
  }
}
