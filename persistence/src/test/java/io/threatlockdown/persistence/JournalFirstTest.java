package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looks at what is on disk, and kills the journal. */
@ExtendWith(TestKitJUnit5Extension.class)
class JournalFirstTest {
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
  void block_isOnDiskBeforeTheFirewallIsCalled() throws InterruptedException {
    List<Object> onDisk = new CopyOnWriteArrayList<>();
    journal.firewall.beforeCalls(() -> onDisk.addAll(store.persistedInStorage("blocks-0")));

    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();

    assertThat(journal.firewall.next()).startsWith("block");
    assertThat(onDisk).containsExactly(Facts.of(new Fact.Ordered(1, order(MALLORY, NOON))));
  }

  @Test
  void crash_beforeTheFirewallAnswered_appliesAgain() throws InterruptedException {
    journal.firewall.hang();
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block");
    assertThat(journal.find(id).orElseThrow().state()).isEqualTo(State.PENDING);
    journal.firewall.obey();

    journal.crash(ONE_SECOND);

    assertThat(journal.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    Block block = journal.await(id, State.ENFORCED);
    assertThat(block.latency()).contains(ONE_SECOND.plusMillis(2));
  }

  @Test
  void suppress_isRecorded() {
    Suppression suppression =
        new Suppression(Samples.target(MALLORY), "firewall-drop600", 5712, "allowlist", 1, NOON);

    journal.tell(new Responder.Suppress(suppression));

    Object written =
        kit.createTestProbe()
            .awaitAssert(
                () ->
                    IntStream.range(0, Lanes.PARTITIONS)
                        .mapToObj(i -> store.persistedInStorage("blocks-" + i))
                        .flatMap(List::stream)
                        .findAny()
                        .orElseThrow(AssertionError::new));
    assertThat(written).isEqualTo(Facts.of(new Fact.Suppressed(suppression)));
  }

  @Test
  void log_isToldOfOrdersAndEnds() throws InterruptedException {
    BlockId id = journal.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(journal.order(order(MALLORY, NOON)).extended()).isTrue();
    assertThat(journal.release(id)).isPresent();

    assertThat(journal.log.poll(10, TimeUnit.SECONDS)).isEqualTo("added 192.0.2.7");
    assertThat(journal.log.poll(10, TimeUnit.SECONDS)).isEqualTo("again 192.0.2.7");
    assertThat(journal.log.poll(10, TimeUnit.SECONDS))
        .startsWith("deleted 192.0.2.7 {")
        .contains("\"data\":{\"srcip\":\"192.0.2.7\"}");
  }
}
