package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
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
    AddressPrefix target = target(alert.event().source().orElseThrow(), plan);
    BlockKey key =
        new BlockKey(
            ReportingHost.LOCAL_ID, response.command().executable(), List.of(target.toString()));
    int priors = memory.offences(key);
    boolean again = memory.inForce(key, at);
    int offence = Math.max(1, again ? priors : priors + 1);
    Optional<Duration> duration =
        response.timeout().map(first -> plan.policy().duration(first, offence - 1));
    BlockDecision decision =
        new BlockDecision(alert, response, target, key, offence, again, duration, Optional.empty());
    return forbidden(alert, response, plan, target).map(decision::refused).orElse(decision);
  }

  /** A network that holds somebody who must not be blocked is spared, its offender is not. */
  private static AddressPrefix target(SourceAddress source, ResponsePlan plan) {
    AddressPrefix network = plan.scope().target(source);
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

  private static Optional<String> forbidden(
      Alert alert, ActiveResponse response, ResponsePlan plan, AddressPrefix target) {
    return plan.forbids(target).or(() -> Reach.outOfReach(alert.event().line().host(), response));
  }
}
