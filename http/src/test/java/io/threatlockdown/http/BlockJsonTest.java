package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.LadderStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Writes blocks that are no drops, and steps of a ladder. */
class BlockJsonTest {
  @Test
  void of_aResponseWithoutAddress_saysByWhatMeansAndAboutWhat() {
    BlockOrder drop = StandIn.BLOCK.order();
    LadderStep step =
        new LadderStep("ssh", AddressPrefix.of(StandIn.MALLORY), 2, 5, Duration.ofDays(7));
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "disable-account", List.of("alice")),
            Optional.empty(),
            "disable-account600",
            drop.location(),
            drop.ruleId(),
            drop.reason(),
            drop.alertJson(),
            1,
            drop.lineReceivedAt(),
            drop.at(),
            Optional.of(Duration.ofMinutes(10)),
            Optional.of(new Action(Action.Means.BUILT_IN, List.of("sessions=end"))),
            Optional.of(step),
            OptionalInt.of(3));
    Block block =
        new Block(
            StandIn.BLOCK.id(),
            order,
            Block.State.ENFORCED,
            order.expiresAt(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(BlockJson.of(block, StandIn.NOON, Map.of()).toString())
        .contains("\"source\":null")
        .endsWith(
            "\"goodLogins\":3,\"ladder\":{\"name\":\"ssh\",\"step\":2,\"steps\":5,"
                + "\"offender\":\"192.0.2.66\"},\"program\":\"disable-account\",\"means\":\"built_in\",\"keys\":[\"alice\"],"
                + "\"extraArgs\":[\"sessions=end\"]}");
  }
}
