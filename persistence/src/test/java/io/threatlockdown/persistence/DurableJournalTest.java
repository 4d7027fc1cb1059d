package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops whole actor systems and starts new ones on the same SQLite file. */
class DurableJournalTest {
  private static final int MANY = 5_000;

  @TempDir private Path dir;
  private final TestClocks clocks = new TestClocks(NOON);
  private Optional<EmbeddedJournal> store = Optional.empty();
  private Optional<ActorTestKit> running = Optional.empty();

  @AfterEach
  void stop() {
    running.ifPresent(ActorTestKit::shutdownTestKit);
    store.ifPresent(EmbeddedJournal::close);
  }

  @Test
  void restart_keepsBlocksAndOffences() throws Exception {
    TestJournal before = restart();
    assertThat(before.firewall.next()).isEqualTo("reload []");
    BlockId id = before.order(order(MALLORY, NOON)).id().orElseThrow();
    before.reaches(id, State.ENFORCED);
    clocks.passUnseen(Duration.ofMinutes(3));

    TestJournal after = restart();

    assertThat(after.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    after.await("journal", Status.UP);
    assertThat(after.find(id).orElseThrow().order().reason()).startsWith("sshd: brute force");
    assertThat(after.recall(MALLORY))
        .containsExactly(
            new Responder.PriorBlocks(
                Samples.key(MALLORY), 1, Optional.of(NOON.plus(TEN_MINUTES))));
  }

  @Test
  void restart_afterManyOrders_hasThemAll() throws Exception {
    TestJournal before = restart();
    assertThat(before.firewall.next()).isEqualTo("reload []");
    TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();
    for (int i = 0; i < MANY; i++) {
      String address = "198.51." + (100 + i / 250) + "." + i % 250;
      before.tell(new Responder.Order(order(address, NOON), caller.ref()));
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(caller.receiveMessage(Duration.ofSeconds(20)).failure()).isEmpty();
    }

    TestJournal after = restart();

    assertThat(after.firewall.next().split(" until ", -1)).hasSize(MANY + 1);
  }

  @Test
  void restart_afterASnapshot_hasWhatCameBeforeAndAfterIt() throws Exception {
    TestJournal before = restart();
    BlockId id = before.order(order(MALLORY, NOON)).id().orElseThrow();
    int more = (int) SnapshotPace.WEIGHT_MIN / 5 + 10;
    TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();
    for (int i = 0; i < more; i++) {
      before.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
      assertThat(caller.receiveMessage(Duration.ofSeconds(10)).extended()).isTrue();
    }

    TestJournal after = restart();

    assertThat(after.firewall.next()).isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z]");
    assertThat(after.find(id).orElseThrow().suppressedAlerts()).isEqualTo(more);
    assertThat(snapshots()).isEqualTo(1);
  }

  @Test
  void start_onAJournalOfVersion1_hasItsBlocks() throws Exception {
    copy("journal-1.db");

    TestJournal after = restart();

    assertThat(after.firewall.next())
        .isEqualTo("reload [192.0.2.7 until 2026-01-01T12:10:00Z, 2001:db8::/64]");
    Block extended = after.find(new BlockId(0, 1)).orElseThrow();
    assertThat(extended.suppressedAlerts()).isEqualTo(1);
    Block released = after.find(new BlockId(3, 1)).orElseThrow();
    assertThat(released.state()).isEqualTo(State.RELEASED);
    assertThat(released.endedBy()).contains("token:admin");
  }

  @Test
  void start_onAJournalOfVersion2_hasWhatItsSnapshotsHoldInParts() throws Exception {
    copy("journal-2.db");

    TestJournal after = restart();

    assertThat(after.firewall.next().split(" until ", -1)).hasSize(1 + 10);
    assertThat(after.list(new BlockFilter(Optional.empty(), true, 100)))
        .hasSize(16)
        .filteredOn(block -> block.state() == State.RELEASED)
        .extracting(block -> block.order().addresses().toString())
        .containsExactlyInAnyOrder("192.0.2.6", "192.0.2.12");
  }

  private void copy(String name) throws Exception {
    try (InputStream journal =
        Objects.requireNonNull(DurableJournalTest.class.getResourceAsStream(name))) {
      assertThat(Files.copy(journal, dir.resolve("journal.db"))).isPositive();
    }
  }

  private int snapshots() throws SQLException {
    String url = "jdbc:sqlite:" + dir.resolve("journal.db");
    try (Connection file = DriverManager.getConnection(url);
        Statement statement = file.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM snapshot")) {
      return count.next() ? count.getInt(1) : 0;
    }
  }

  private TestJournal restart() throws Exception {
    stop();
    EmbeddedJournal opened = EmbeddedJournal.open(dir);
    store = Optional.of(opened);
    ActorTestKit kit = ActorTestKit.create(opened.config().withFallback(ConfigFactory.load()));
    running = Optional.of(kit);
    return new TestJournal(kit, clocks);
  }
}
