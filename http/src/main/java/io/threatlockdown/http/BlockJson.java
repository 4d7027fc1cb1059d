package io.threatlockdown.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.LadderStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A block as the API shows it. */
final class BlockJson {
  private BlockJson() {}

  /**
   * Returns the block without its evidence. What is not known or not so is null, except how it
   * ended and failed and what was dropped, which is left out.
   *
   * @param dropped of each target that is dropped now
   */
  static ObjectNode of(Block block, Instant now, Map<AddressPrefix, Dropped> dropped) {
    BlockOrder order = block.order();
    ObjectNode json =
        Json.object()
            .put("id", block.id().toString())
            .put("source", order.target().map(AddressPrefix::toString).orElse(null))
            .put("response", order.response())
            .put("location", order.location())
            .put("agent", order.key().hostId())
            .put("ruleId", order.ruleId())
            .put("reason", order.reason())
            .put("state", block.state().name().toLowerCase(Locale.ROOT))
            .put("blockedAt", order.at().toString())
            .put("expiresAt", block.expiresAt().map(Instant::toString).orElse(null))
            .put("remainingSeconds", remainingSeconds(block, now).orElse(null))
            .put("offence", order.offence())
            .put("suppressedAlerts", block.suppressedAlerts())
            .put("latencyMs", block.latency().map(BlockJson::milliseconds).orElse(null));
    order
        .target()
        .filter(target -> order.action().isEmpty() && !block.state().isEnded())
        .map(dropped::get)
        .ifPresent(
            count ->
                json.put("droppedPackets", count.packets()).put("droppedBytes", count.bytes()));
    order.goodLogins().ifPresent(users -> json.put("goodLogins", users));
    order.ladder().ifPresent(ladder -> json.set("ladder", ladder(ladder)));
    order.action().ifPresent(action -> putAction(order.key(), action, json));
    block.failure().ifPresent(failure -> json.put("failure", failure));
    block.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    block.endedBy().ifPresent(by -> json.put("endedBy", by));
    block.endReason().ifPresent(reason -> json.put("endReason", reason));
    return json;
  }

  private static ObjectNode ladder(LadderStep ladder) {
    return Json.object()
        .put("name", ladder.ladder())
        .put("step", ladder.step())
        .put("steps", ladder.steps())
        .put("offender", ladder.offender().toString());
  }

  private static void putAction(BlockKey key, Action action, ObjectNode json) {
    json.put("program", key.program()).put("means", action.means().name().toLowerCase(Locale.ROOT));
    ArrayNode keys = json.putArray("keys");
    key.keys().forEach(keys::add);
    ArrayNode extraArgs = json.putArray("extraArgs");
    action.extraArgs().forEach(extraArgs::add);
  }

  /** Returns the block with the alert that gave rise to it, as in alerts.json. */
  static ObjectNode withEvidence(Block block, Instant now, Map<AddressPrefix, Dropped> dropped) {
    ObjectNode json = of(block, now, dropped);
    json.set("alert", Json.parse(block.order().alertJson()));
    return json;
  }

  private static Optional<Long> remainingSeconds(Block block, Instant now) {
    if (block.state().isEnded()) {
      return Optional.of(0L);
    }
    return block.expiresAt().map(end -> secondsLeft(now, end));
  }

  /** Rounds up: a block with a moment left is still a block. */
  private static long secondsLeft(Instant now, Instant end) {
    return Math.max(0, (Duration.between(now, end).toMillis() + 999) / 1_000);
  }

  private static Double milliseconds(Duration latency) {
    long microseconds = latency.toNanos() / 1_000;
    return microseconds / 1_000.0;
  }
}
