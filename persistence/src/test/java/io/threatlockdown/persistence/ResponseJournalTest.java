package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Brings each command to the journal that it belongs to. */
@ExtendWith(TestKitJUnit5Extension.class)
class ResponseJournalTest {
  private static final BlockFilter ALL = new BlockFilter(Optional.empty(), true, 10);
  private static final BlockId DROP = new BlockId(0, 1);
  private static final BlockId ACTION = new BlockId(ActionJournal.PARTITION, 1);

  @JUnit5TestKit public ActorTestKit kit = ActorTestKit.create(ManualTime.config());

  private TestProbe<Responder.Command> drops;
  private TestProbe<Responder.Command> actions;
  private TestProbe<Responder.Blocks> caller;
  private ActorRef<Responder.Command> journal;
  private final TestClocks clocks = new TestClocks(NOON);

  @BeforeEach
  void start() {
    drops = kit.createTestProbe();
    actions = kit.createTestProbe();
    caller = kit.createTestProbe();
    journal = kit.spawn(ResponseJournal.create(telling(drops), telling(actions), clocks.time()));
  }

  @Test
  void order_goesWhereItIsCarriedOut() {
    Responder.Order drop =
        new Responder.Order(order(MALLORY, NOON), kit.<Responder.Ordered>createTestProbe().ref());
    Responder.Order action =
        new Responder.Order(action(TRUDY), kit.<Responder.Ordered>createTestProbe().ref());

    journal.tell(drop);
    journal.tell(action);

    drops.expectMessage(drop);
    actions.expectMessage(new ActionNote.Given(new Waiting(action, clocks.time().offset())));
  }

  @Test
  void question_aboutOneBlock_goesWhereItIs() {
    TestProbe<Responder.Found> asker = kit.createTestProbe();
    Responder.FindBlock drop = new Responder.FindBlock(DROP, asker.ref());
    Responder.FindBlock action = new Responder.FindBlock(ACTION, asker.ref());

    journal.tell(action);
    journal.tell(drop);

    drops.expectMessage(drop);
    actions.expectMessage(action);
  }

  @Test
  void list_hasBoth() {
    journal.tell(new Responder.ListBlocks(ALL, caller.ref()));

    answer(drops, BlockChanges.begin(DROP, order(MALLORY, NOON)));
    caller.expectNoMessage();
    answer(actions, BlockChanges.begin(ACTION, action(TRUDY)));

    assertThat(caller.receiveMessage().blocks()).extracting(Block::id).containsOnly(DROP, ACTION);
  }

  @Test
  void list_othersDoNotAnswer_hasTheDrops() {
    journal.tell(new Responder.ListBlocks(ALL, caller.ref()));
    answer(drops, BlockChanges.begin(DROP, order(MALLORY, NOON)));
    var unused = actions.expectMessageClass(Responder.ListBlocks.class);
    caller.expectNoMessage();

    ManualTime.get(kit.system()).timePasses(ResponseJournal.LIST_WITHIN);

    assertThat(caller.receiveMessage().blocks()).extracting(Block::id).containsExactly(DROP);
  }

  @Test
  void list_whileTheDropsAreRead_doesNotSayThatThereAreNone() {
    journal.tell(new Responder.ListBlocks(ALL, caller.ref()));
    Responder.ListBlocks asked = drops.expectMessageClass(Responder.ListBlocks.class);

    ManualTime.get(kit.system()).timePasses(ResponseJournal.LIST_WITHIN.multipliedBy(5));

    caller.expectNoMessage();
    asked
        .replyTo()
        .tell(new Responder.Blocks(List.of(BlockChanges.begin(DROP, order(MALLORY, NOON)))));
    answer(actions, BlockChanges.begin(ACTION, action(TRUDY)));
    assertThat(caller.receiveMessage().blocks()).extracting(Block::id).containsOnly(DROP, ACTION);
  }

  @Test
  void reload_goesToBoth() {
    journal.tell(Responder.Reload.INSTANCE);

    drops.expectMessage(Responder.Reload.INSTANCE);
    actions.expectMessage(Responder.Reload.INSTANCE);
  }

  private static void answer(TestProbe<Responder.Command> asked, Block block) {
    asked
        .expectMessageClass(Responder.ListBlocks.class)
        .replyTo()
        .tell(new Responder.Blocks(List.of(block)));
  }

  private static BlockOrder action(String address) {
    BlockOrder drop = order(address, NOON);
    return new BlockOrder(
        drop.key(),
        drop.target(),
        drop.response(),
        drop.location(),
        drop.ruleId(),
        drop.reason(),
        drop.alertJson(),
        drop.offence(),
        drop.lineReceivedAt(),
        drop.at(),
        drop.duration(),
        Optional.of(new Action(Action.Means.BUILT_IN, List.of())));
  }

  private static Behavior<Responder.Command> telling(TestProbe<Responder.Command> probe) {
    return Behaviors.receiveMessage(
        command -> {
          probe.ref().tell(command);
          return Behaviors.same();
        });
  }
}
