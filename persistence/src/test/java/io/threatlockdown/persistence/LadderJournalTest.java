package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.climbing;
import static io.threatlockdown.persistence.Samples.order;
import static io.threatlockdown.persistence.Samples.standing;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps of ladders and pardons, in both journals and across crashes. */
@ExtendWith(TestKitJUnit5Extension.class)
class LadderJournalTest {
  private static final String NETWORK = "192.0.2.0/24";

  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  @Test
  void step_isRememberedAcrossACrash() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    BlockId id = journal.order(climbing(MALLORY, 3, 3, NOON)).id().orElseThrow();

    journal.crash(Duration.ofSeconds(1));

    assertThat(journal.standings(MALLORY)).containsExactly(standing(3, 3, NOON));
    BlockOrder order = journal.find(id).orElseThrow().order();
    assertThat(order.ladder().orElseThrow().step()).isEqualTo(3);
    assertThat(order.goodLogins()).hasValue(2);
  }

  @Test
  void step_aboutANetwork_isRememberedOfItsOffender() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    ordered(journal, climbing(MALLORY, 3, 3, NOON));
    ordered(journal, climbing(NETWORK, 4, 4, NOON.plusSeconds(1)));

    journal.crash(Duration.ofSeconds(1));

    assertThat(journal.standings(MALLORY)).containsExactly(standing(4, 4, NOON.plusSeconds(1)));
  }

  @Test
  void step_thatOnlyExtendsTheBlockOfAnother_isRemembered() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    ordered(journal, order(NETWORK, NOON));

    assertThat(journal.order(climbing(NETWORK, 4, 4, NOON)).extended()).isTrue();

    assertThat(journal.standings(MALLORY)).containsExactly(standing(4, 4, NOON));
  }

  @Test
  void step_orderedAgain_keepsItsBeginning() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    ordered(journal, climbing(MALLORY, 3, 3, NOON));

    ordered(journal, climbing(MALLORY, 3, 3, NOON.plusSeconds(9)));

    assertThat(journal.standings(MALLORY))
        .containsExactly(standing(3, 3, NOON).until(NOON.plusSeconds(9).plus(TEN_MINUTES)));
  }

  @Test
  void step_released_endsThen() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    BlockId id = journal.order(climbing(MALLORY, 3, 3, NOON)).id().orElseThrow();

    assertThat(journal.release(id)).isPresent();

    assertThat(journal.standings(MALLORY)).containsExactly(standing(3, 3, NOON).until(NOON));
  }

  @Test
  void pardon_forgetsWhatIsOver() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    BlockId id = journal.order(climbing(MALLORY, 3, 3, NOON)).id().orElseThrow();
    assertThat(journal.release(id)).isPresent();

    assertThat(journal.pardon(MALLORY, false)).isZero();

    journal.crash(Duration.ofSeconds(1));
    assertThat(journal.standings(MALLORY)).isEmpty();
    assertThat(journal.recall(MALLORY)).isEmpty();
  }

  @Test
  void pardon_whileInForce_leavesOneOffence() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    BlockId id = journal.order(climbing(MALLORY, 3, 3, NOON)).id().orElseThrow();

    assertThat(journal.pardon(MALLORY, false)).isZero();

    journal.crash(Duration.ofSeconds(1));
    assertThat(journal.standings(MALLORY)).containsExactly(standing(3, 3, NOON).pardoned());
    Block block = journal.find(id).orElseThrow();
    assertThat(block.state().isEnded()).isFalse();
    assertThat(block.order().offence()).isEqualTo(1);
  }

  @Test
  void pardon_thatReleases_endsWhatIsAboutTheAddressOnly() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    BlockId network = journal.order(order(NETWORK, NOON)).id().orElseThrow();

    assertThat(journal.pardon(MALLORY, true)).isEqualTo(1);

    assertThat(journal.await(id, State.RELEASED).endedBy()).contains("good-login");
    assertThat(journal.find(network).orElseThrow().state().isEnded()).isFalse();
    assertThat(journal.recall(MALLORY)).isEmpty();
  }

  @Test
  void pardon_ofAStranger_isAnswered() throws InterruptedException {
    TestJournal journal = TestJournal.started(kit, new TestClocks(NOON));

    assertThat(journal.pardon(MALLORY, true)).isZero();
  }

  @Test
  void action_isAStepToo_andNotPricedByRepeatedOffenders() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    BlockId first = throttled(journal, 1);
    journal.pass(TEN_MINUTES);
    journal.actions.next("delete").succeed();
    journal.awaitState(first, State.EXPIRED);
    Instant later = journal.now();

    BlockId second = throttled(journal, 2);
    journal.crash(Duration.ofSeconds(1));

    assertThat(journal.standings(MALLORY)).containsExactly(standing(2, 1, later));
    assertThat(journal.find(second).order().duration()).contains(TEN_MINUTES);
    assertThat(journal.find(second).order().offence()).isEqualTo(2);
  }

  @Test
  void action_pardoned_isUndone() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    BlockId id = throttled(journal, 2);

    assertThat(journal.pardon(MALLORY, true)).isEqualTo(1);

    journal.actions.next("delete").succeed();
    journal.awaitState(id, State.RELEASED);
    assertThat(journal.standings(MALLORY)).isEmpty();
  }

  @Test
  void action_offencesDecay_alsoAcrossACrash() throws InterruptedException {
    TestActionJournal journal = new TestActionJournal(kit);
    BlockId id = journal.enforced(Means.BUILT_IN, "host-deny", MALLORY);
    journal.pass(TEN_MINUTES);
    journal.actions.next("delete").succeed();
    journal.awaitState(id, State.EXPIRED);

    journal.crash(Duration.ofDays(7));

    BlockId again = journal.enforced(Means.BUILT_IN, "host-deny", MALLORY);
    assertThat(journal.find(again).order().offence()).isEqualTo(1);
  }

  private static BlockId throttled(TestActionJournal journal, int offence)
      throws InterruptedException {
    BlockOrder drop = climbing(MALLORY, offence, 1, NOON);
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "throttle", List.of(MALLORY)),
            drop.target(),
            "throttle600",
            drop.location(),
            drop.ruleId(),
            drop.reason(),
            drop.alertJson(),
            offence,
            NOON,
            NOON,
            drop.duration(),
            Optional.of(new Action(Means.BUILT_IN, List.of())),
            drop.ladder(),
            drop.goodLogins());
    BlockId id = journal.order(order).id().orElseThrow();
    journal.actions.next("add").succeed();
    journal.awaitState(id, State.ENFORCED);
    return id;
  }

  private static void ordered(TestJournal journal, BlockOrder order) {
    assertThat(journal.order(order).failure()).isEmpty();
  }
}
