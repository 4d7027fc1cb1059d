package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the journal against an in-memory store and clocks that move only when told. */
@ExtendWith(TestKitJUnit5Extension.class)
class BlockJournalTest {
  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private final TestClocks clocks = new TestClocks(NOON);
  private TestJournal journal;

  @BeforeEach
  void start() throws InterruptedException {
    journal = TestJournal.started(kit, clocks);
  }

  @Test
  void order_dropsUntilItExpires() throws InterruptedException {
    Responder.Ordered ordered = journal.order(order(MALLORY, NOON));

    assertThat(ordered.failure()).isEmpty();
    assertThat(ordered.extended()).isFalse();
    assertThat(ordered.expiresAt()).contains(NOON.plus(TEN_MINUTES));
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
    Block block = journal.await(ordered.id().orElseThrow(), State.ENFORCED);
    assertThat(block.latency()).contains(Duration.ofMillis(2));

    journal.pass(TEN_MINUTES.minusMillis(1));
    Block almost = journal.await(block.id(), State.ENFORCED);
    assertThat(almost.endedAt()).isEmpty();
    assertThat(journal.firewall.isQuiet()).isTrue();

    journal.pass(Duration.ofMillis(1));
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
    Block expired = journal.await(block.id(), State.EXPIRED);
    assertThat(expired.endedAt()).contains(NOON.plus(TEN_MINUTES));
    assertThat(expired.endedBy()).contains("timeout");
  }

  @Test
  void order_whileBlocked_extendsAndNeverShortens() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.pass(Duration.ofMinutes(4));

    Responder.Ordered shorter =
        journal.order(order(MALLORY, clocks.instant(), Optional.of(Duration.ofMinutes(1))));
    Responder.Ordered longer = journal.order(order(MALLORY, clocks.instant()));

    assertThat(shorter.extended()).isTrue();
    assertThat(shorter.expiresAt()).contains(NOON.plus(TEN_MINUTES));
    assertThat(longer.id()).contains(id);
    assertThat(longer.expiresAt()).contains(NOON.plus(Duration.ofMinutes(14)));
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:14:00Z]");
    assertThat(journal.find(id).orElseThrow().suppressedAlerts()).isEqualTo(2);
    journal.pass(Duration.ofMinutes(10).minusMillis(1));
    assertThat(journal.await(id, State.ENFORCED).endedAt()).isEmpty();
    journal.pass(Duration.ofMillis(1));
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
  }

  @Test
  void restart_firewallHasNotAnswered_isNotSaidToBeEnforced() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);
    journal.firewall.hang();

    journal.crash(Duration.ofMinutes(1));

    assertThat(journal.firewall.next()).startsWith("reload [192.0.2.7");
    assertThat(journal.find(id).orElseThrow().state()).isEqualTo(State.PENDING);
    assertThat(journal.list(new BlockFilter(Optional.empty(), false, 10)))
        .extracting(Block::state)
        .containsExactly(State.PENDING);
    journal.firewall.obey();
    journal.tell(Responder.Reload.INSTANCE);
    journal.reaches(id, State.ENFORCED);
  }

  @Test
  void order_withoutDuration_lastsUntilReleased() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON, Optional.empty())).id().orElseThrow();
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7]");
    journal.pass(Duration.ofDays(2));

    Block released = journal.release(id).orElseThrow();

    assertThat(released.state()).isEqualTo(State.RELEASED);
    assertThat(released.endedBy()).contains("token:admin");
    assertThat(released.endReason()).contains("known pentest");
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
    assertThat(journal.release(id)).isEmpty();
  }

  @Test
  void crash_whileBlocked_appliesAgainWithTheRemainingTime() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);

    journal.crash(Duration.ofMinutes(9));

    assertThat(journal.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    journal.await("journal", Status.UP);
    assertThat(journal.find(id).orElseThrow().state()).isEqualTo(State.ENFORCED);
    journal.pass(Duration.ofMinutes(1));
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
  }

  @Test
  void crash_untilAfterTheEnd_releasesAtOnce() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");

    journal.crash(Duration.ofHours(1));

    assertThat(journal.firewall.next()).isEqualTo("reload []");
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
    assertThat(journal.await(id, State.EXPIRED).endedAt()).contains(NOON.plusSeconds(3600));
  }

  @Test
  void crash_afterBlocks_remembersOffences() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.order(order(TRUDY, NOON)).id()).isPresent();
    assertThat(journal.release(id)).isPresent();

    journal.crash(Duration.ofSeconds(1));

    assertThat(journal.recall(MALLORY))
        .containsExactly(
            new Responder.PriorBlocks(
                Samples.key(MALLORY), 1, Optional.empty(), Optional.of(NOON)));
    assertThat(journal.recall(TRUDY))
        .containsExactly(
            new Responder.PriorBlocks(Samples.key(TRUDY), 1, Optional.of(NOON.plus(TEN_MINUTES))));
    assertThat(journal.recall("203.0.113.1")).isEmpty();
  }

  @Test
  void list_mergesPartitionsLatestFirst() {
    for (int i = 1; i <= 20; i++) {
      assertThat(journal.order(order("203.0.113." + i, NOON.plusSeconds(i))).failure()).isEmpty();
    }

    assertThat(journal.list(new BlockFilter(Optional.empty(), false, 3)))
        .extracting(block -> block.order().addresses().toString())
        .containsExactly("203.0.113.20", "203.0.113.19", "203.0.113.18");
    assertThat(
            journal.list(new BlockFilter(Optional.of(Samples.target("203.0.113.4/31")), false, 10)))
        .extracting(block -> block.order().addresses().toString())
        .containsExactly("203.0.113.5", "203.0.113.4");
  }

  @Test
  void disturbed_targetInForce_isPutBackAndRecorded() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);
    journal.firewall.refuse("busy");

    journal.tell(new Responder.Disturbed(List.of(Samples.target(MALLORY)), "nft (process 77)"));

    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
    journal.reaches(id, State.FAILED);
    journal.firewall.obey();
    journal.pass(Duration.ofSeconds(1));
    assertThat(journal.firewall.next()).startsWith("block [192.0.2.7");
    journal.reaches(id, State.ENFORCED);
    assertThat(journal.find(id).orElseThrow().latency()).contains(Duration.ofMillis(2));
  }

  @Test
  void disturbed_targetOfNoBlock_isRemovedAndRecorded() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);

    journal.tell(
        new Responder.Disturbed(
            List.of(Samples.target(TRUDY), Samples.target("192.0.2.0/24")), "nft (process 77)"));

    assertThat(List.of(journal.firewall.next(), journal.firewall.next()))
        .containsExactlyInAnyOrder("unblock [" + TRUDY + "]", "unblock [192.0.2.0/24]");
    assertThat(journal.find(id).orElseThrow().state()).isEqualTo(State.ENFORCED);
  }
}
