package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lets the firewall refuse and the journal fail. */
@ExtendWith(TestKitJUnit5Extension.class)
class FailureTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private final TestClocks clocks = new TestClocks(NOON);
  private PersistenceTestKit store;
  private TestJournal journal;

  @BeforeEach
  void start() throws InterruptedException {
    store = PersistenceTestKit.create(kit.system());
    journal = TestJournal.started(kit, clocks);
  }

  @Test
  void block_firewallRefuses_isTriedAgainUntilItWorks() throws InterruptedException {
    journal.firewall.refuse("nft: permission denied");

    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();

    assertThat(journal.firewall.next()).startsWith("block");
    Block failed = journal.await(id, State.FAILED);
    assertThat(failed.failure()).contains("nft: permission denied");
    journal.await("firewall", Status.DEGRADED);
    journal.pass(ONE_SECOND);
    assertThat(journal.firewall.next()).startsWith("block");
    journal.firewall.obey();
    journal.pass(ONE_SECOND.multipliedBy(2));
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
    assertThat(journal.await(id, State.ENFORCED).failure()).isEmpty();
    journal.await("firewall", Status.UP);
  }

  @Test
  void unblock_firewallRefuses_isTriedAgainUntilItWorks() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);
    journal.firewall.refuse("nft: busy");

    assertThat(journal.release(id)).isPresent();

    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(journal.find(id).orElseThrow().failure()).contains("nft: busy");
              return id;
            });
    journal.firewall.obey();
    journal.pass(ONE_SECOND);
    assertThat(journal.firewall.next()).isEqualTo("unblock [192.0.2.7]");
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(journal.find(id).orElseThrow().failure()).isEmpty();
              return id;
            });
  }

  @Test
  void order_journalFails_isRefusedAndTouchesNothing() throws InterruptedException {
    store.failNextPersisted();

    Responder.Ordered refused = journal.order(order(MALLORY, NOON));

    assertThat(refused.failure()).isPresent();
    assertThat(refused.id()).isEmpty();
    assertThat(journal.firewall.isQuiet()).isTrue();
    journal.await("journal", Status.DOWN);
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isPresent();
  }

  @Test
  void journal_afterAFailure_comesBackAndReloads() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);
    store.failNextPersisted();
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isPresent();
    journal.await("journal", Status.DOWN);

    awaitWithTime(Status.UP);

    assertThat(journal.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    assertThat(journal.order(order(MALLORY, NOON)).extended()).isTrue();
  }

  @Test
  void release_whileTheJournalIsDown_waitsForIt() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    journal.reaches(id, State.ENFORCED);
    store.failNextPersisted();
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isPresent();
    var caller = kit.<Responder.Released>createTestProbe();

    journal.tell(new Responder.Release(id, "cli", "mistake", caller.ref()));
    awaitWithTime(Status.UP);

    assertThat(caller.receiveMessage().block().orElseThrow().state()).isEqualTo(State.RELEASED);
  }

  @Test
  void order_journalRejects_isRefusedAndComesBack() {
    store.rejectNextPersisted();

    assertThat(journal.order(order(MALLORY, NOON)).failure()).isPresent();

    awaitWithTime(Status.UP);
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();
  }

  @Test
  void reload_marksBlocksDriftedUntilTheFirewallHasThem() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.ENFORCED);
    journal.firewall.refuse("nft: no such file");

    journal.tell(Responder.Reload.INSTANCE);

    assertThat(journal.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    journal.reaches(id, State.DRIFTED);
    journal.await("firewall", Status.DOWN);
    journal.firewall.obey();
    journal.pass(ONE_SECOND);
    assertThat(journal.firewall.next()).startsWith("reload [192.0.2.7");
    journal.reaches(id, State.ENFORCED);
    journal.await("firewall", Status.UP);
  }

  @Test
  void order_firewallOnlyObserves_isObserved() throws InterruptedException {
    journal.firewall.observe("started with --observe");

    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();

    assertThat(journal.firewall.next()).startsWith("block");
    journal.reaches(id, State.OBSERVED);
    journal.await("firewall", Status.DEGRADED);
    assertThat(journal.health.ready()).isTrue();
  }

  @Test
  void release_otherBlockOfTheAddress_keepsItDropped() throws InterruptedException {
    var hostDeny = new BlockKey("000", "host-deny", Samples.key(TRUDY).keys());
    var first = order(TRUDY, NOON);
    var other =
        new BlockOrder(
            hostDeny,
            first.addresses(),
            "host-deny",
            "local",
            5712,
            "",
            "{}",
            1,
            NOON,
            NOON,
            Optional.empty());
    assertThat(journal.order(first).failure()).isEmpty();
    BlockId endless = journal.order(other).id().orElseThrow();
    assertThat(journal.firewall.next())
        .isEqualTo("block [198.51.100.9 until 2026-01-01T12:10:00Z]");
    assertThat(journal.firewall.next()).isEqualTo("block [198.51.100.9]");

    assertThat(journal.release(endless)).isPresent();

    assertThat(journal.firewall.next())
        .isEqualTo("block [198.51.100.9 until 2026-01-01T12:10:00Z]");
    assertThat(journal.recall(TRUDY)).hasSize(2);
  }

  @Test
  void order_keyTooLong_isRefused() {
    String key = "x".repeat(Bounds.KEY_TEXT_MAX + 1);
    BlockOrder sample = order(MALLORY, NOON);
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "firewall-drop", List.of(key)),
            sample.addresses(),
            sample.response(),
            sample.location(),
            sample.ruleId(),
            sample.reason(),
            sample.alertJson(),
            1,
            NOON,
            NOON,
            Optional.empty());

    assertThat(journal.order(order).failure().orElseThrow()).startsWith("a block key has at most");
  }

  /** Lets time pass until the journal is in the status. */
  private void awaitWithTime(Status status) {
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(10),
            () -> {
              journal.pass(Duration.ofMillis(100));
              assertThat(journal.health.parts())
                  .anyMatch(part -> part.name().equals("journal") && part.status() == status);
              return status;
            });
  }
}
