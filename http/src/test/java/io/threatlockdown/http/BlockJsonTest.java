package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Writes blocks that are no drops. */
class BlockJsonTest {
  @Test
  void of_aResponseWithoutAddress_saysByWhatMeansAndAboutWhat() {
    BlockOrder drop = StandIn.BLOCK.order();
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
            Optional.of(new Action(Action.Means.BUILT_IN, List.of("sessions=end"))));
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
            "\"program\":\"disable-account\",\"means\":\"built_in\",\"keys\":[\"alice\"],"
                + "\"extraArgs\":[\"sessions=end\"]}");
  }
}
