package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.SeenBlock;
import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service with many blocks in force, and compares record and kernel from its start on.
 */
class RestartTest {
  private static final int NETWORKS = 20;
  private static final int OF_A_NETWORK = 1_000; // as many as one answer holds
  private static final int BLOCKS = NETWORKS * OF_A_NETWORK;
  private static final long TIMEOUT = 3_600;

  /** No measurement: only so that a service that hangs ends the test. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How far the end in the kernel may be from the one in the record; listing takes a while. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private final Map<String, Instant> ends = new HashMap<>();

  @BeforeEach
  void forget() {
    ends.clear();
  }

  @Test
  void kill_kernelGoesOn_holdsEachBlockAllTheTime() throws IOException {
    try (World world = World.open(directory, TIMEOUT)) {
      blockAll(world);

      try (TldProcess restarted = world.begin()) {
        for (int enforced = 0; enforced < BLOCKS; enforced = enforced(restarted).size()) {
          assertThat(world.testbed().drops()).hasSize(BLOCKS);
        }
        assertKernelIsAsBefore(world, restarted);
      }
    }
  }

  @Test
  void kill_kernelForgets_saysEnforcedOnlyOfWhatItHoldsAgain() throws IOException {
    try (World world = World.open(directory, TIMEOUT)) {
      blockAll(world);
      assertThat(world.testbed().nft("flush", "ruleset")).isEmpty(); // As a reboot does.

      try (TldProcess restarted = world.begin()) {
        for (int enforced = 0; enforced < BLOCKS; ) {
          Set<String> said = enforced(restarted);
          enforced = said.size();
          if (enforced > 0) {
            assertThat(world.testbed().drops().keySet()).containsAll(said);
          }
        }
        assertKernelIsAsBefore(world, restarted);
      }
    }
  }

  /** Has all of them blocked by a service that is then killed. */
  private void blockAll(World world) throws IOException {
    try (TldProcess service = world.start()) {
      Files.writeString(world.testbed().log(), lines(), StandardOpenOption.APPEND);
      world.await("all", PATIENCE, () -> world.testbed().drops().size() == BLOCKS);
      world.await("all enforced", PATIENCE, () -> enforced(service).size() == BLOCKS);
      for (SeenBlock block : all(service)) {
        assertThat(ends.put(block.source(), block.expiresAt().orElseThrow())).isNull();
      }
      service.kill();
    }
    assertThat(world.testbed().drops()).containsOnlyKeys(ends.keySet());
  }

  /** Record and kernel, one by one. */
  private void assertKernelIsAsBefore(World world, TldProcess restarted) {
    Map<String, Duration> left = world.testbed().drops();
    Instant now = Instant.now();

    assertThat(left).containsOnlyKeys(ends.keySet());
    left.forEach(
        (source, duration) ->
            assertThat(Duration.between(now.plus(duration), ends.get(source)).abs())
                .as(source)
                .isLessThan(TOLERANCE));
    assertThat(all(restarted))
        .hasSize(BLOCKS)
        .allSatisfy(block -> assertThat(block.expiresAt()).contains(ends.get(block.source())));
  }

  private static Set<String> enforced(TldProcess service) {
    return all(service).stream()
        .filter(block -> block.state().equals("enforced"))
        .map(SeenBlock::source)
        .collect(Collectors.toSet());
  }

  private static List<SeenBlock> all(TldProcess service) {
    return IntStream.range(0, NETWORKS)
        .mapToObj(network -> service.blocks("198.18." + 4 * network + ".0/22"))
        .flatMap(List::stream)
        .toList();
  }

  private static String lines() {
    return IntStream.range(0, BLOCKS)
        .mapToObj(
            number ->
                "Nov 24 12:00:00 victim sshd[4711]: Invalid user ghost from 198.18.%d.%d port 4711\n"
                    .formatted(number / 250, number % 250 + 1))
        .collect(Collectors.joining());
  }
}
