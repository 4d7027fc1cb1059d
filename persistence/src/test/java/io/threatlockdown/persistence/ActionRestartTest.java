package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Responses that are no drops, across crashes and failures. */
@ExtendWith(TestKitJUnit5Extension.class)
class ActionRestartTest {
  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private TestActionJournal journal;
  private TestActions actions;

  @BeforeEach
  void start() {
    journal = new TestActionJournal(kit);
    actions = journal.actions;
  }

  @Test
  void delete_fails_isTriedUntilGivenUp() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");
    journal.pass(TEN_MINUTES);

    for (int tries = 1; tries <= ActionTries.UNDO_MAX; tries++) {
      actions.next("delete").fail("busy");
      if (tries < ActionTries.UNDO_MAX) {
        journal.awaitRetry(Duration.ofSeconds(64));
      }
    }

    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(journal.health.parts())
                  .anyMatch(part -> part.detail().contains("could not be undone"));
              return journal.health;
            });
    assertThat(journal.find(id).failure()).contains("busy");
    journal.crash(Duration.ofSeconds(1));
    journal.pass(TestActionJournal.ONE_HOUR);
    assertThat(actions.isQuiet()).isTrue();
  }

  @Test
  void delete_failedAndTheSameBeganAgain_isLeftToThat() throws InterruptedException {
    BlockId first = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");
    journal.pass(TEN_MINUTES);
    actions.next("delete").fail("busy");

    BlockId second = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");

    kit.createTestProbe()
        .awaitAssert(
            () -> {
              journal.pass(Duration.ofSeconds(1));
              assertThat(journal.find(first).failure().orElse("")).contains("left to " + second);
              return first;
            });
    assertThat(actions.isQuiet()).isTrue();
  }

  @Test
  void crash_beforeKeysAreTold_programIsBegunAgain() throws InterruptedException {
    BlockId id = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    TestActions.Call lost = actions.next("add");
    journal.crash(Duration.ofSeconds(5));

    TestActions.Call again = actions.next("add");
    assertThat(again.order.alertJson()).isEqualTo(lost.order.alertJson());
    assertThat(again.tell("mallory")).isTrue();
    again.succeed();

    journal.awaitState(id, State.ENFORCED);
  }

  @Test
  void crash_programInForce_isNotBegunAgainAndEndsOnTime() throws InterruptedException {
    BlockId id = journal.enforcedProgram("own", "mallory");

    journal.crash(Duration.ofMinutes(4));
    assertThat(journal.find(id).state()).isEqualTo(State.ENFORCED);
    journal.pass(Duration.ofMinutes(6).minusMillis(1));
    assertThat(journal.find(id).state()).isEqualTo(State.ENFORCED);
    assertThat(actions.isQuiet()).isTrue();
    journal.pass(Duration.ofMillis(1));

    assertThat(actions.next("delete").order.key().keys()).containsExactly("mallory");
  }

  @Test
  void crash_overdue_isUndoneAtOnce() throws InterruptedException {
    BlockId id = journal.enforcedProgram("own", "mallory");

    journal.crash(TestActionJournal.ONE_HOUR);
    journal.pass(Duration.ofSeconds(1));

    actions.next("delete").succeed();
    journal.awaitState(id, State.EXPIRED);
  }

  @Test
  void crash_whileUndoing_isUndoneAgain() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "disable-account", "alice");
    journal.release(id);
    var unused = actions.next("delete");

    journal.crash(Duration.ofSeconds(1));

    actions.next("delete").succeed();
    journal.pass(TestActionJournal.ONE_HOUR);
    assertThat(actions.isQuiet()).isTrue();
  }

  @Test
  void crash_builtInInForce_isMadeSureOf() throws InterruptedException {
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", "192.0.2.7");

    journal.crash(Duration.ofSeconds(1));

    actions.next("add").succeed();
    journal.awaitState(id, State.ENFORCED);
  }

  @Test
  void order_secondOffence_lastsAsThePolicySays() throws InterruptedException {
    BlockId first = journal.enforcedProgram("own", "mallory");
    journal.pass(TEN_MINUTES);
    actions.next("delete").succeed();
    assertThat(journal.find(first).state()).isEqualTo(State.EXPIRED);
    journal.crash(Duration.ofSeconds(1));

    BlockId second = journal.order(Means.PROGRAM, "own").id().orElseThrow();
    assertThat(actions.next("add").tell("mallory")).isTrue();

    assertThat(journal.find(second).order().offence()).isEqualTo(2);
    assertThat(journal.find(second).expiresAt())
        .contains(journal.now().plus(TestActionJournal.ONE_HOUR));
  }
}
