package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the block journal on a real PostgreSQL server, which crashes, fills up and comes back. */
class PostgresJournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String UNTIL = " until 2026-01-01T12:10:00Z]";
  private static final int MANY = 2_000;

  @RegisterExtension private static final PostgresPerClass POSTGRES = new PostgresPerClass();

  @TempDir private Path dir;
  private final TestClocks clocks = new TestClocks(NOON);
  private Optional<PostgresServer> server = Optional.empty();
  private Optional<JournalStore> store = Optional.empty();
  private Optional<ActorTestKit> running = Optional.empty();

  @BeforeEach
  void createDatabase() throws Exception {
    server = Optional.of(POSTGRES.database());
  }

  @AfterEach
  void stop() {
    running.ifPresent(ActorTestKit::shutdownTestKit);
    store.ifPresent(JournalStore::close);
    running = Optional.empty();
    store = Optional.empty();
  }

  @Test
  void restart_keepsBlocksAndOffences() throws Exception {
    TestJournal before = restart(OnJournalFailure.REFUSE);
    assertThat(before.firewall.next()).isEqualTo("reload []");
    BlockId id = before.order(order(MALLORY, NOON)).id().orElseThrow();
    assertThat(before.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
    before.reaches(id, State.ENFORCED);
    clocks.passUnseen(Duration.ofMinutes(3));

    TestJournal after = restart(OnJournalFailure.REFUSE);

    assertThat(after.firewall.next()).isEqualTo("reload [192.0.2.7" + UNTIL);
    after.awaitUp();
    assertThat(after.find(id).orElseThrow().order().reason()).startsWith("sshd: brute force");
    assertThat(after.recall(MALLORY))
        .containsExactly(
            new Responder.PriorBlocks(
                Samples.key(MALLORY), 1, Optional.of(NOON.plus(TEN_MINUTES))));
    assertThat(after.release(id).orElseThrow().state()).isEqualTo(State.RELEASED);
  }

  @Test
  void restart_afterASnapshot_hasWhatCameBeforeAndAfterIt() throws Exception {
    TestJournal before = restart(OnJournalFailure.REFUSE);
    BlockId id = before.order(order(MALLORY, NOON)).id().orElseThrow();
    int more = (int) SnapshotPace.WEIGHT_MIN / 5 + 10;
    TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();
    for (int i = 0; i < more; i++) {
      before.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
      assertThat(caller.receiveMessage(Duration.ofSeconds(10)).extended()).isTrue();
    }

    TestJournal after = restart(OnJournalFailure.REFUSE);

    assertThat(after.firewall.next()).isEqualTo("reload [192.0.2.7" + UNTIL);
    assertThat(after.find(id).orElseThrow().suppressedAlerts()).isEqualTo(more);
    stop();
    try (StoppedJournal stopped = StoppedJournal.open(dir, server)) {
      JournalReport report = stopped.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.snapshots()).isEqualTo(1);
      PostgresCluster.execute(server.orElseThrow(), "UPDATE event_journal SET writer = 'dead'");
      long bytes = stopped.bytes();
      assertThat(stopped.compact()).isLessThan(bytes);
      assertThat(stopped.check().inForce()).isEqualTo(1);
      List<String> facts = new ArrayList<>();
      stopped.export(entry -> facts.add(entry.json()));
      assertThat(facts).hasSize((int) report.facts());
    }
  }

  @Test
  void serverCrash_underLoad_dropsAtOnceAndLosesNothingAnswered() throws Exception {
    TestJournal journal = restart(OnJournalFailure.BLOCK);
    assertThat(journal.firewall.next()).isEqualTo("reload []");
    journal.awaitUp();
    TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();
    for (int i = 0; i < MANY; i++) {
      journal.tell(new Responder.Order(order(address(i), NOON), caller.ref()));
    }
    for (int i = 0; i < MANY / 20; i++) {
      assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
    }

    POSTGRES.cluster().crash();

    journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
    journal.awaitTrouble("PostgreSQL");
    String dropped = journal.firewall.next();
    while (!dropped.contains("192.0.2.7")) {
      dropped = journal.firewall.next();
    }
    POSTGRES.cluster().startServer();
    for (int i = MANY / 20; i < MANY + 1; i++) {
      assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
    }
    journal.awaitUp();
    stop();
    try (StoppedJournal stopped = StoppedJournal.open(dir, server)) {
      assertThat(stopped.check().problems()).isEmpty();
      assertThat(stopped.check().inForce()).isEqualTo(MANY + 1);
    }
  }

  @Test
  void serverStopped_toRefuse_touchesNothingUntilItIsBack() throws Exception {
    TestJournal journal = restart(OnJournalFailure.REFUSE);
    assertThat(journal.firewall.next()).isEqualTo("reload []");
    journal.awaitUp();

    POSTGRES.cluster().crash();

    assertThat(journal.order(order(MALLORY, NOON)).failure().orElseThrow()).contains("PostgreSQL");
    assertThat(journal.firewall.isQuiet()).isTrue();
    POSTGRES.cluster().startServer();
    journal.awaitUp();
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();
  }

  @Test
  void serverReadOnly_isSaidAndOverByItself() throws Exception {
    TestJournal journal = restart(OnJournalFailure.BLOCK);
    assertThat(journal.firewall.next()).isEqualTo("reload []");
    journal.awaitUp();
    TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();

    POSTGRES.cluster().set("default_transaction_read_only", "on");
    journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));

    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
    journal.awaitTrouble("PostgreSQL is read-only");
    POSTGRES.cluster().set("default_transaction_read_only", "off");
    assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
    journal.awaitUp();
    assertThat(journal.list(new BlockFilter(Optional.empty(), true, 10))).hasSize(1);
  }

  @Test
  void writer_whoseLockAnotherTook_writesNothingUntilItIsFree() throws Exception {
    TestJournal journal = restart(OnJournalFailure.REFUSE);
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();
    journal.awaitUp();

    try (Connection other = DriverManager.getConnection(server.orElseThrow().url());
        Statement statement = other.createStatement()) {
      takeOver(statement);

      assertThat(journal.order(order(TRUDY, NOON)).failure()).isPresent();
      journal.awaitTrouble("another service uses this journal");
      try (ResultSet orders =
          statement.executeQuery("SELECT count(DISTINCT persistence_id) FROM event_journal")) {
        assertThat(orders.next()).isTrue();
        assertThat(orders.getInt(1)).isEqualTo(1);
      }
    }

    journal.awaitUp();
    assertThat(journal.order(order(TRUDY, NOON)).failure()).isEmpty();
  }

  /** Ends the sessions of all others until the lock of the writer is had. */
  private static void takeOver(Statement statement) throws SQLException {
    while (true) {
      boolean ended =
          statement.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      assertThat(ended).isTrue();
      try {
        assertThat(statement.execute(PostgresSession.init())).isFalse();
        return;
      } catch (SQLException stillTheirs) {
        assertThat(stillTheirs.getSQLState()).isEqualTo(PostgresSession.IN_USE);
      }
    }
  }

  private static String address(int i) {
    return "198.51." + (100 + i / 250) + "." + i % 250;
  }

  private TestJournal restart(OnJournalFailure onFailure) throws Exception {
    stop();
    JournalStore opened = JournalStore.open(dir, server);
    store = Optional.of(opened);
    ActorTestKit kit = ActorTestKit.create(opened.config().withFallback(ConfigFactory.load()));
    running = Optional.of(kit);
    return new TestJournal(kit, clocks, onFailure);
  }
}
