package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.SeenBlock;
import io.threatlockdown.ops.demo.Testbed;
import io.threatlockdown.ops.demo.TldProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the firewall, and what an orderly stop does not do. */
class RepairTest {
  private static final String MALLORY = Testbed.ATTACKER_IPV6;
  private static final String NETWORKS = "blocked6_64";
  private static final String STRANGER = "2001:db8::";
  private static final String MALLORY_NETWORK = "fd77:0:0:66::";
  private static final long TIMEOUT = 100;

  @TempDir private Path directory;

  @Test
  void flushRuleset_bySomebodyElse_isRepaired() {
    try (World world = World.open(directory, TIMEOUT);
        TldProcess service = world.start()) {
      world.testbed().login(MALLORY, "ghost");
      SeenBlock block = world.enforced(service, MALLORY);

      assertThat(world.testbed().nft("flush", "ruleset")).isEmpty();

      world.await("repaired", World.SOON, () -> !world.testbed().drops().isEmpty());
      world.assertKernelAgrees(block);
      assertThat(world.testbed().reaches(MALLORY)).isFalse();
    }
  }

  @Test
  void element_deletedOrAddedBySomebodyElse_isRepaired() {
    try (World world = World.open(directory, TIMEOUT);
        TldProcess service = world.start()) {
      world.testbed().login(MALLORY, "ghost");
      SeenBlock block = world.enforced(service, MALLORY);

      Instant deletedAt = Instant.now();
      assertThat(nft(world, "delete", MALLORY_NETWORK)).isEmpty();
      world.await("put back", World.SOON, () -> !world.testbed().drops().isEmpty());
      Duration repaired = Duration.between(deletedAt, Instant.now());
      assertThat(nft(world, "add", STRANGER + " timeout 1h")).isEmpty();
      world.await("removed", World.SOON, () -> !world.testbed().drops().containsKey(STRANGER));

      assertThat(service.awaitBlock(MALLORY, "enforced", World.SOON)).isPresent();
      world.assertKernelAgrees(block);
      assertThat(world.testbed().reaches(MALLORY)).isFalse();
      assertThat(
              service.get("/v1/blocks/" + block.id()).orElseThrow().path("droppedPackets").asInt())
          .isPositive();
      assertThat(service.lastWords())
          .contains("Drops were touched by nft (process ", MALLORY_NETWORK, STRANGER);
      assertThat(repaired).isLessThan(World.SOON);
    }
  }

  private static String nft(World world, String verb, String element) {
    return world
        .testbed()
        .nft(verb, "element", "inet", "threatlockdown", NETWORKS, "{", element, "}");
  }

  @Test
  void stop_withABlockInForce_changesNothing() {
    try (World world = World.open(directory, TIMEOUT)) {
      SeenBlock block;
      try (TldProcess service = world.start()) {
        world.testbed().login(MALLORY, "ghost");
        block = world.enforced(service, MALLORY);
        service.stop();
      }
      assertThat(world.testbed().reaches(MALLORY)).isFalse();

      try (TldProcess restarted = world.start()) {
        SeenBlock again = world.enforced(restarted, MALLORY);

        assertThat(again.id()).isEqualTo(block.id());
        assertThat(again.expiresAt()).isEqualTo(block.expiresAt());
        assertThat(world.testbed().reaches(MALLORY)).isFalse();
      }
    }
  }

  @Test
  void start_notConfirmedInTime_liftsAllUntilItIs() {
    try (World world = World.open(directory, TIMEOUT);
        TldProcess service = world.start("--confirm", "5s")) {
      world.testbed().login(MALLORY, "ghost");

      assertThat(service.awaitBlock(MALLORY, "observed", World.SOON)).isPresent();
      assertThat(world.testbed().drops()).isEmpty();
      assertThat(world.testbed().reaches(MALLORY)).isTrue();

      assertThat(service.confirm()).isPresent();
      SeenBlock block = world.enforced(service, MALLORY);
      assertThat(world.testbed().reaches(MALLORY)).isFalse();
      assertThat(block.source()).isEqualTo(MALLORY_NETWORK + "/64");
      assertThat(service.confirm()).isEmpty();
    }
  }
}
