package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.order;
import static io.threatlockdown.persistence.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Outcome.Kind;
import io.threatlockdown.core.response.OutcomeJson;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listens to what both journals say of what became of their responses. */
@ExtendWith(TestKitJUnit5Extension.class)
class OutcomesTest {
  private static final long PATIENCE_SECONDS = 10;

  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private final TestClocks clocks = new TestClocks(NOON);

  @Test
  void drop_fromOrderToEnd_isToldStepByStep() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);

    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    Outcome.OfBlock verified = (Outcome.OfBlock) next(journal.outcomes, Kind.VERIFIED);
    assertThat(verified.block().id()).isEqualTo(id);
    assertThat(verified.block().latency()).contains(Duration.ofMillis(2));
    journal.reaches(id, State.ENFORCED);
    journal.pass(TEN_MINUTES);

    assertThat(next(journal.outcomes, Kind.EXPIRED).at()).isEqualTo(NOON.plus(TEN_MINUTES));
    assertThat(next(journal.outcomes, Kind.UNDONE)).isInstanceOf(Outcome.OfBlock.class);
    assertThat(journal.outcomes).isEmpty();
  }

  @Test
  void drop_againWhileBlocked_isNoOutcome() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    journal.reaches(id, State.ENFORCED);
    var unused = next(journal.outcomes, Kind.VERIFIED);

    assertThat(journal.order(order(MALLORY, NOON.plusSeconds(1))).extended()).isTrue();
    journal.reaches(id, State.ENFORCED);

    assertThat(journal.outcomes).isEmpty();
  }

  @Test
  void drop_endedByHand_saysByWhomAndWhy() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    var unused = next(journal.outcomes, Kind.VERIFIED);

    assertThat(journal.release(id)).isPresent();

    String json = OutcomeJson.of(next(journal.outcomes, Kind.RELEASED));
    assertThat(json).contains("\"by\":\"token:admin\"", "\"why\":\"known pentest\"");
    assertThat(next(journal.outcomes, Kind.UNDONE)).isNotNull();
  }

  @Test
  void drop_firewallRefuses_isToldOnceAndVerifiedLater() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    journal.firewall.refuse("no space");
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();

    Outcome.OfBlock failed = (Outcome.OfBlock) next(journal.outcomes, Kind.FAILED);
    assertThat(failed.detail()).contains("no space");
    journal.reaches(id, State.FAILED);
    journal.firewall.obey();
    journal.pass(Duration.ofSeconds(1));

    assertThat(next(journal.outcomes, Kind.VERIFIED)).isNotNull();
  }

  @Test
  void drop_firewallObserves_isNotSaidToBeVerified() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    journal.firewall.observe("not root");

    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();

    assertThat(next(journal.outcomes, Kind.OBSERVED)).isNotNull();
  }

  @Test
  void suppression_isToldWithItsReason() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);

    journal.tell(
        new Responder.Suppress(
            new Suppression(
                target(MALLORY), "firewall-drop600", 5712, "allowlist entry " + MALLORY, 3, NOON)));

    assertThat(OutcomeJson.of(next(journal.outcomes, Kind.ALLOWLISTED)))
        .contains("\"because\":\"allowlist entry 192.0.2.7\"", "\"count\":3");
  }

  @Test
  void touched_dropsOfOursAndForeignOnes_areTold() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    var unused = next(journal.outcomes, Kind.VERIFIED);
    journal.reaches(id, State.ENFORCED);

    journal.tell(
        new Responder.Disturbed(List.of(target(MALLORY), target("192.0.2.99")), "nft (pid 4)"));

    List<Kind> kinds = List.of(next(journal.outcomes).kind(), next(journal.outcomes).kind());
    assertThat(kinds).contains(Kind.FOREIGN);
    assertThat(kinds).containsAnyOf(Kind.DRIFTED, Kind.VERIFIED);
  }

  @Test
  void restart_blocksInForce_areToldAsOne() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, clocks);
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    var unused = next(journal.outcomes, Kind.VERIFIED);
    journal.reaches(id, State.ENFORCED);

    journal.crash(Duration.ofMinutes(1));

    Outcome.OfFirewall restored = (Outcome.OfFirewall) next(journal.outcomes, Kind.RESTORED);
    assertThat(restored.blocks()).isEqualTo(1);
  }

  @Test
  void program_failsWithItsLastWords_isTold() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    BlockId id = journal.order(Means.ARGV_PROGRAM, "own.sh", MALLORY).id().orElseThrow();

    journal.actions.next("add").fail("exited with status 3: no route");

    Outcome.OfBlock failed = (Outcome.OfBlock) next(journal.outcomes, Kind.FAILED);
    assertThat(failed.block().id()).isEqualTo(id);
    assertThat(OutcomeJson.of(failed)).contains("\"exit_status\":3");
  }

  @Test
  void program_endsWithoutKeys_isToldAsRun() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    journal.give(Means.PROGRAM, "own");

    journal.actions.next("add").end();

    assertThat(OutcomeJson.of(next(journal.outcomes, Kind.RAN))).contains("\"exit_status\":0");
  }

  @Test
  void undo_failsUntilGivenUp_isToldFromFirstToLast() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    BlockId id = journal.order(Means.ARGV_PROGRAM, "own.sh", MALLORY).id().orElseThrow();
    journal.actions.next("add").succeed();
    assertThat(next(journal.outcomes, Kind.APPLIED)).isNotNull();
    journal.awaitState(id, State.ENFORCED);
    journal.release(id);
    assertThat(next(journal.outcomes, Kind.RELEASED)).isNotNull();

    for (int tries = 1; tries <= ActionTries.UNDO_MAX; tries++) {
      if (tries > 1) {
        journal.awaitRetry(Duration.ofMinutes(2));
      }
      journal.actions.next("delete").fail("exited with status 1");
    }

    assertThat(next(journal.outcomes, Kind.UNDO_FAILED)).isNotNull();
    assertThat(next(journal.outcomes, Kind.GIVEN_UP)).isNotNull();
    assertThat(journal.outcomes).isEmpty();
  }

  private static Outcome next(BlockingQueue<Outcome> outcomes, Kind kind)
      throws InterruptedException {
    Outcome next = next(outcomes);
    assertThat(next.kind()).as(next.toString()).isEqualTo(kind);
    return next;
  }

  private static Outcome next(BlockingQueue<Outcome> outcomes) throws InterruptedException {
    Outcome next = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("there was no outcome");
    }
    return next;
  }
}
