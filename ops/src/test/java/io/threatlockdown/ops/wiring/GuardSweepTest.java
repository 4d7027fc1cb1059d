package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.GuardSet.Entry;
import io.threatlockdown.core.response.Responder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays the journal. */
class GuardSweepTest {
  private static final Entry GATEWAY = entry("198.51.100.1", "default gateway");
  private static final Entry ADMIN = entry("203.0.113.10", "SSH session from");

  private final ActorTestKit kit = ActorTestKit.create();
  private volatile GuardSet guard = new GuardSet(List.of(GATEWAY));

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void start_withBlocksOfTheGuarded_releasesThem() {
    TestProbe<Responder.Command> journal = kit.createTestProbe();
    ActorRef<GuardSweep.Command> unused = start(journal);

    Responder.ListBlocks asked = journal.expectMessageClass(Responder.ListBlocks.class);
    assertThat(asked.filter().overlapping()).contains(GATEWAY.prefix());
    asked.replyTo().tell(new Responder.Blocks(List.of(block(7, "198.51.100.0/24"))));

    Responder.Release release = journal.expectMessageClass(Responder.Release.class);
    assertThat(release.id()).isEqualTo(new BlockId(0, 7));
    assertThat(release.by()).isEqualTo("guard");
    assertThat(release.reason()).isEqualTo("guarded now: default gateway 198.51.100.1");
  }

  @Test
  void changed_asksForNewEntriesOnlyAndAgainWhenUnanswered() {
    TestProbe<Responder.Command> journal = kit.createTestProbe();
    ActorRef<GuardSweep.Command> sweep = start(journal);
    journal
        .expectMessageClass(Responder.ListBlocks.class)
        .replyTo()
        .tell(new Responder.Blocks(List.of()));

    guard = new GuardSet(List.of(GATEWAY, ADMIN));
    sweep.tell(GuardSweep.Changed.INSTANCE);

    Responder.ListBlocks asked = journal.expectMessageClass(Responder.ListBlocks.class);
    assertThat(asked.filter().overlapping()).contains(ADMIN.prefix());
    asked.replyTo().tell(new Responder.Blocks(List.of()));
    sweep.tell(GuardSweep.Changed.INSTANCE);
    journal.expectNoMessage();
  }

  private ActorRef<GuardSweep.Command> start(TestProbe<Responder.Command> journal) {
    return kit.spawn(GuardSweep.create(() -> guard, journal.ref()));
  }

  private static Block block(long number, String target) {
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "firewall-drop", List.of(target)),
            AddressPrefix.parse(target).orElseThrow(),
            "firewall-drop0",
            "local",
            5710,
            "made-up user",
            "{}",
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty());
    return new Block(
        new BlockId(0, number),
        order,
        Block.State.ENFORCED,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Entry entry(String address, String what) {
    return new Entry(AddressPrefix.parse(address).orElseThrow(), what);
  }
}
