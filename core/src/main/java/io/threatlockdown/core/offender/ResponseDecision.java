package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.LadderStep;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether an alert about an offender leads to a response, and to which order.
 *
 * @param refusal why not; empty if it does
 */
record ResponseDecision(Optional<BlockOrder> order, Optional<Suppression> refusal) {

  /**
   * Returns the decision.
   *
   * @param at when the alert was raised, in the memory's time
   * @param bound the response that the alert calls for
   */
  static ResponseDecision of(
      Alert alert,
      Instant at,
      AddressPrefix offender,
      ActiveResponse bound,
      OffenderContext shared,
      OffenderMemory memory) {
    ResponseDecision decision =
        bound
            .ladder()
            .map(ladder -> climb(alert, at, offender, bound, ladder, shared, memory))
            .orElseGet(() -> plain(alert, at, bound, shared, memory));
    return new ResponseDecision(
        decision.order.map(order -> estimated(order, alert.at(), offender, shared)),
        decision.refusal);
  }

  private static ResponseDecision plain(
      Alert alert,
      Instant at,
      ActiveResponse response,
      OffenderContext shared,
      OffenderMemory memory) {
    ResponsePlan plan = shared.plan();
    return isDrop(response)
        ? of(BlockDecision.of(alert, at, response, plan, memory.blocks()), shared)
        : of(ActionDecision.of(alert, response, plan, shared.alertJson()));
  }

  private static ResponseDecision climb(
      Alert alert,
      Instant at,
      AddressPrefix offender,
      ActiveResponse bound,
      Ladder ladder,
      OffenderContext shared,
      OffenderMemory memory) {
    LadderMemory.Climb climb = memory.ladders().climb(ladder, alert.rule().level(), at);
    Ladder.Step step = ladder.step(climb.step());
    ActiveResponse response = bound.at(step);
    ResponseDecision decision =
        isDrop(response)
            ? of(
                BlockDecision.onLadder(
                    alert, at, step, response, climb.offence(), shared.plan(), memory.blocks()),
                shared)
            : of(ActionDecision.of(alert, response, shared.plan(), shared.alertJson()));
    LadderStep which = ladder.step(climb.step(), offender, climb.offence());
    return new ResponseDecision(
        decision.order.map(
            order ->
                order
                    .lasting(climb.offence(), response.timeout())
                    .with(Optional.of(which), OptionalInt.empty())),
        decision.refusal);
  }

  private static boolean isDrop(ActiveResponse response) {
    return response.command().means().isEmpty();
  }

  private static ResponseDecision of(BlockDecision decision, OffenderContext shared) {
    BlockDecision within = decision.within(shared.plan().budget());
    return within.refusal().isPresent()
        ? new ResponseDecision(Optional.empty(), within.refusal())
        : new ResponseDecision(
            Optional.of(within.order(shared.alertJson().apply(within.alert()))), Optional.empty());
  }

  private static ResponseDecision of(ActionDecision decision) {
    return new ResponseDecision(decision.order(), decision.refusal());
  }

  /** Adds how many users the response may hit: those of the network, if it is about one. */
  private static BlockOrder estimated(
      BlockOrder order, Instant now, AddressPrefix offender, OffenderContext shared) {
    AddressPrefix from =
        order.target().filter(target -> target.length() < offender.length()).orElse(offender);
    return order.with(order.ladder(), OptionalInt.of(shared.goodLogins().from(from, now)));
  }
}
