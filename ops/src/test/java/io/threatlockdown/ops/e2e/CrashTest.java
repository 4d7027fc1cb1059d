package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.SeenBlock;
import io.threatlockdown.ops.demo.Testbed;
import io.threatlockdown.ops.demo.TldProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets the service die at every step of a block's life, and looks what the next start makes of it.
 */
class CrashTest {
  private static final String MALLORY = Testbed.ATTACKER_IPV4;
  private static final long TIMEOUT = 100;
  private static final int MANY = 200;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = CrashPoint.class,
      names = {"BEFORE_JOURNAL", "BEFORE_FIREWALL", "BEFORE_OUTCOME"})
  void kill_whileBlocking_isBlockedAfterTheRestart(CrashPoint point) {
    try (World world = World.open(directory, TIMEOUT)) {
      Instant before = Instant.now();
      try (TldProcess dying = world.startToDie(point)) {
        world.testbed().login(MALLORY, "ghost");
        assertThat(dying.awaitExit(World.SOON)).as(dying.lastWords()).isTrue();
      }
      Instant died = Instant.now();
      assertThat(world.testbed().drops().containsKey(MALLORY))
          .isEqualTo(point == CrashPoint.BEFORE_OUTCOME);

      try (TldProcess restarted = world.start()) {
        SeenBlock block = world.enforced(restarted, MALLORY);

        assertThat(world.testbed().reaches(MALLORY)).isFalse();
        // The line's position was not on disk yet, so it is read again, and may move the end as a
        // new line of the attacker's would: later, never earlier, and one block all the same.
        assertThat(block.expiresAt().orElseThrow())
            .isBetween(block.blockedAt().plusSeconds(TIMEOUT), Instant.now().plusSeconds(TIMEOUT));
        if (point != CrashPoint.BEFORE_JOURNAL) {
          assertThat(block.blockedAt()).isBetween(before, died);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CrashPoint.class,
      names = {"BEFORE_UNBLOCK", "AFTER_UNBLOCK"})
  void kill_whileReleasing_isFreeAfterTheRestart(CrashPoint point) {
    try (World world = World.open(directory, TIMEOUT)) {
      try (TldProcess dying = world.startToDie(point)) {
        world.testbed().login(MALLORY, "ghost");
        var unused = dying.release(world.enforced(dying, MALLORY).id(), "our own scanner");
        assertThat(dying.awaitExit(World.SOON)).as(dying.lastWords()).isTrue();
      }

      try (TldProcess restarted = world.start()) {
        world.await("free", World.SOON, () -> world.testbed().reaches(MALLORY));

        assertThat(world.testbed().drops()).isEmpty();
        assertThat(restarted.blocks()).isEmpty();
      }
    }
  }

  @Test
  void kill_untilAfterTheDueTime_isFreeAndEnded() {
    try (World world = World.open(directory, 5)) {
      Instant end;
      try (TldProcess service = world.start()) {
        world.testbed().login(MALLORY, "ghost");
        end = world.enforced(service, MALLORY).expiresAt().orElseThrow();
        service.kill();
      }
      world.await("due time", World.SOON, () -> Instant.now().isAfter(end.plusMillis(500)));
      assertThat(world.testbed().reaches(MALLORY)).isTrue();

      try (TldProcess restarted = world.start()) {
        world.await("ended", World.SOON, () -> restarted.blocks().isEmpty());

        assertThat(world.testbed().drops()).isEmpty();
        assertThat(world.testbed().reaches(MALLORY)).isTrue();

        world.testbed().login(MALLORY, "ghost");
        assertThat(restarted.awaitBlock(MALLORY, "enforced", World.SOON)).isPresent();
      }
    }
  }

  @Test
  void kill_whileManyBlocksArePlaced_losesNoneAndLeavesNone() {
    Set<String> offenders =
        IntStream.rangeClosed(1, MANY)
            .mapToObj(i -> "10.77.2." + i)
            .collect(Collectors.toCollection(TreeSet::new));
    try (World world = World.open(directory, 40)) {
      try (TldProcess service = world.start()) {
        CompletableFuture<Void> writing = write(world.testbed(), offenders);
        world.await("some", World.SOON, () -> world.testbed().drops().size() >= MANY / 10);
        service.kill();
        writing.join();
      }
      assertThat(world.testbed().drops()).hasSizeLessThan(MANY);

      try (TldProcess restarted = world.start()) {
        world.await("all", World.SOON, () -> world.testbed().drops().size() >= MANY);
        world.await(
            "all enforced",
            World.SOON,
            () ->
                restarted.blocks().stream().filter(b -> b.state().equals("enforced")).count()
                    >= MANY);

        assertThat(world.testbed().drops()).containsOnlyKeys(offenders);
        assertThat(restarted.blocks())
            .extracting(SeenBlock::source)
            .containsExactlyInAnyOrderElementsOf(offenders);
        restarted.blocks().stream().limit(20).forEach(world::assertKernelAgrees);

        Duration life = Duration.ofSeconds(60);
        world.await("none in the journal", life, () -> restarted.blocks().isEmpty());
        assertThat(world.testbed().drops()).isEmpty();
      }
    }
  }

  /** One line every few milliseconds, also while the service is down. */
  private static CompletableFuture<Void> write(Testbed testbed, Set<String> offenders) {
    return CompletableFuture.runAsync(
        () -> {
          for (String offender : offenders) {
            testbed.append(
                "Nov 24 12:00:00 victim sshd[1]: Invalid user ghost from "
                    + offender
                    + " port 4711\n");
            pause();
          }
        });
  }

  private static void pause() {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS))
        .join();
  }
}
