package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets the wall clock while a block is in force. */
@ExtendWith(TestKitJUnit5Extension.class)
class ClockStepTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private final TestClocks clocks = new TestClocks(NOON);
  private TestJournal journal;

  @BeforeEach
  void start() throws InterruptedException {
    journal = TestJournal.started(kit, clocks);
  }

  @ParameterizedTest
  @ValueSource(ints = {3600, -3600, 2})
  void block_clockIsSet_lastsItsRealTime(int seconds) throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);

    clocks.set(Duration.ofSeconds(seconds));
    journal.pass(ONE_SECOND);
    awaitEnd(id, seconds);

    journal.pass(TEN_MINUTES.minus(ONE_SECOND).minusMillis(1));
    assertThat(journal.await(id, State.ENFORCED).endedAt()).isEmpty();
    assertThat(journal.firewall.isQuiet()).isTrue();
    journal.pass(Duration.ofMillis(1));
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
  }

  @ParameterizedTest
  @ValueSource(ints = {3600, -3600})
  void crash_afterTheClockWasSet_keepsTheRemainingTime(int seconds) throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    clocks.set(Duration.ofSeconds(seconds));
    journal.pass(ONE_SECOND);
    awaitEnd(id, seconds);

    journal.crash(ONE_SECOND);

    assertThat(journal.firewall.next())
        .isEqualTo("reload [192.0.2.7 until " + NOON.plus(TEN_MINUTES).plusSeconds(seconds) + "]");
  }

  private void awaitEnd(BlockId id, int movedSeconds) {
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(journal.find(id).orElseThrow().expiresAt())
                  .contains(NOON.plus(TEN_MINUTES).plusSeconds(movedSeconds));
              return id;
            });
  }
}
