package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders responses that are no drops, and answers by hand for those that carry them out. */
@ExtendWith(TestKitJUnit5Extension.class)
class ActionJournalTest {
  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private TestActionJournal journal;
  private TestActions actions;

  @BeforeEach
  void start() {
    journal = new TestActionJournal(kit);
    actions = journal.actions;
  }

  @Test
  void order_builtIn_isUndoneAtItsTime() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");

    journal.pass(TEN_MINUTES.minusMillis(1));
    assertThat(journal.find(id).state()).isEqualTo(State.ENFORCED);
    assertThat(actions.isQuiet()).isTrue();
    journal.pass(Duration.ofMillis(1));

    actions.next("delete").succeed();
    journal.awaitState(id, State.EXPIRED);
  }

  @Test
  void order_keyInForce_isExtendedAndNotBegunAgain() throws InterruptedException {
    BlockId id = journal.enforced(Means.ARGV_PROGRAM, "own.sh", "192.0.2.7");
    journal.pass(Duration.ofMinutes(5));

    Responder.Ordered again = journal.order(Means.ARGV_PROGRAM, "own.sh", "192.0.2.7");

    assertThat(again.extended()).isTrue();
    assertThat(again.id()).contains(id);
    assertThat(again.expiresAt()).contains(NOON.plus(Duration.ofMinutes(15)));
    assertThat(actions.isQuiet()).isTrue();
  }

  @Test
  void program_tellsKeysInForce_isToldToAbort() throws InterruptedException {
    BlockId first = journal.enforcedProgram("own", "web", "mallory");

    BlockId second = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    TestActions.Call other = actions.next("add");
    assertThat(other.tell("web", "mallory")).isFalse();
    other.end();

    assertThat(journal.find(first).suppressedAlerts()).isEqualTo(1);
    assertThat(journal.find(first).order().key().keys()).containsExactly("web", "mallory");
    assertThat(journal.list()).extracting(Block::id).containsExactly(first).doesNotContain(second);
    journal.pass(TEN_MINUTES);
    assertThat(actions.next("delete").order.alertJson()).isEqualTo(TestActionJournal.alert("own"));
  }

  @Test
  void program_tellsOtherKeys_goesOn() throws InterruptedException {
    journal.give(Means.PROGRAM, "own");
    assertThat(actions.next("add").tell("mallory")).isTrue();
    journal.give(Means.PROGRAM, "own");
    assertThat(actions.next("add").tell("trudy")).isTrue();
    journal.give(Means.PROGRAM, "other");
    assertThat(actions.next("add").tell("mallory")).isTrue();
  }

  @Test
  void program_asksForNothing_isOver() throws InterruptedException {
    BlockId id = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    actions.next("add").end();

    journal.awaitState(id, State.EXPIRED);
    assertThat(journal.find(id).endedBy()).contains("program");
    journal.pass(TEN_MINUTES);
    assertThat(actions.isQuiet()).isTrue();
  }

  @Test
  void program_answerUnreadable_isKnownByItsName() throws InterruptedException {
    BlockId id = journal.order(Means.PROGRAM, "own").id().orElseThrow();

    assertThat(actions.next("add").tell()).isTrue();

    assertThat(journal.find(id).order().key().keys()).containsExactly("own");
  }

  @Test
  void program_keysTooLong_isToldToStop() throws InterruptedException {
    journal.give(Means.PROGRAM, "own");

    assertThat(actions.next("add").tell("k".repeat(1_000))).isFalse();
  }

  @Test
  void program_withoutTimeout_runsEachTime() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      BlockId id = journal.order(TestActionJournal.unlimited("own")).id().orElseThrow();
      TestActions.Call call = actions.next("add");
      assertThat(call.tell("mallory")).isTrue();
      call.succeed();
      journal.awaitState(id, State.EXPIRED);
    }
  }

  @Test
  void add_fails_isRecordedAndUndoneAtItsTime() throws InterruptedException {
    BlockId id = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    TestActions.Call call = actions.next("add");
    assertThat(call.tell("mallory")).isTrue();
    call.fail("exited with status 3");

    journal.awaitState(id, State.FAILED);
    assertThat(journal.find(id).failure()).contains("exited with status 3");
    journal.pass(TEN_MINUTES);
    actions.next("delete").succeed();
  }

  @Test
  void add_builtInFails_isTriedAgain() throws InterruptedException {
    BlockId id = journal.order(Means.BUILT_IN, "host-deny", "192.0.2.7").id().orElseThrow();
    actions.next("add").fail("hosts.deny is read-only");
    journal.awaitState(id, State.FAILED);

    journal.awaitRetry(Duration.ofSeconds(1));
    actions.next("add").succeed();

    journal.awaitState(id, State.ENFORCED);
  }

  @Test
  void order_anotherHangs_isNotDelayed() throws InterruptedException {
    journal.give(Means.PROGRAM, "hangs");
    TestActions.Call hangs = actions.next("add");

    BlockId id = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    TestActions.Call call = actions.next("add");
    assertThat(call.tell("mallory")).isTrue();
    call.succeed();

    journal.awaitState(id, State.ENFORCED);
    hangs.end();
  }

  @Test
  void order_sameKeyIsBeingUndone_waitsForThat() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");
    journal.release(id);
    TestActions.Call undoing = actions.next("delete");

    BlockId next = journal.order(Means.BUILT_IN, "host-deny", "192.0.2.7").id().orElseThrow();
    assertThat(journal.find(next).state()).isEqualTo(State.PENDING);
    assertThat(actions.isQuiet()).isTrue();
    undoing.succeed();

    actions.next("add").succeed();
    journal.awaitState(next, State.ENFORCED);
  }

  @Test
  void program_keyIsBeingUndone_goesOnAfterThat() throws InterruptedException {
    BlockId id = journal.enforcedProgram("own", "mallory");
    journal.release(id);
    TestActions.Call undoing = actions.next("delete");

    journal.give(Means.PROGRAM, "own");
    CompletableFuture<Boolean> mayGoOn = actions.next("add").telling("mallory");
    assertThat(journal.find(id).state()).isEqualTo(State.RELEASED);
    assertThat(mayGoOn).isNotDone();
    undoing.succeed();

    assertThat(mayGoOn.join()).isTrue();
  }

  @Test
  void clockIsSet_lastsItsRealTime() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");

    journal.clocks.set(TestActionJournal.ONE_HOUR);
    journal.pass(Duration.ofSeconds(1));
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(journal.find(id).expiresAt())
                  .contains(NOON.plus(TestActionJournal.ONE_HOUR).plus(TEN_MINUTES));
              return id;
            });
    journal.pass(TEN_MINUTES.minusSeconds(1).minusMillis(1));
    assertThat(actions.isQuiet()).isTrue();
    journal.pass(Duration.ofMillis(1));

    actions.next("delete").succeed();
  }
}
