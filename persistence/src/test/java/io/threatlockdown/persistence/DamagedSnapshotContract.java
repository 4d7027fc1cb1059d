package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Block.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts journals on snapshots that lack a part. */
abstract class DamagedSnapshotContract {
  private static final FactsSerializer SERIALIZER = new FactsSerializer();
  private static final String PARTITION =
      "blocks-" + Lanes.partition(Samples.key("192.0.2.1")); // and of every fourth address
  private static final String ALL =
      "reload [192.0.2.1 until 2026-01-01T12:10:00Z, 192.0.2.5 until 2026-01-01T12:10:00Z,"
          + " 192.0.2.9 until 2026-01-01T12:10:00Z]";

  @TempDir Path dir;
  private final TestClocks clocks = new TestClocks(NOON);
  private Optional<JournalStore> store = Optional.empty();
  private Optional<ActorTestKit> running = Optional.empty();

  /** Returns where the journal is, unless it is in the directory. */
  abstract Optional<PostgresServer> server();

  abstract Tables tables();

  /** Waits until a journal that was closed is nobody's. */
  abstract void awaitFree() throws Exception;

  @AfterEach
  void stop() throws Exception {
    running.ifPresent(ActorTestKit::shutdownTestKit);
    store.ifPresent(JournalStore::close);
    running = Optional.empty();
    store = Optional.empty();
    awaitFree();
  }

  @Test
  void start_partMissingEventsKept_readsTheEvents() throws Exception {
    run("192.0.2.1", "192.0.2.5", "192.0.2.9");
    assertThat(snapshot(Damage.PART_MISSING)).isPositive();

    TestJournal after = startSaying("all events");

    assertThat(after.firewall.next()).isEqualTo(ALL);
  }

  @Test
  void start_partUnreadableEventsKept_readsTheEvents() throws Exception {
    run("192.0.2.1", "192.0.2.5", "192.0.2.9");
    assertThat(snapshot(Damage.PART_UNREADABLE)).isPositive();

    TestJournal after = startSaying("all events");

    assertThat(after.firewall.next()).isEqualTo(ALL);
  }

  @Test
  void start_partMissingOlderSnapshotWhole_readsThat() throws Exception {
    run("192.0.2.1");
    final long older = snapshot(Damage.NONE);
    execute("DELETE FROM event_journal WHERE sequence_number < " + older);
    run("192.0.2.5", "192.0.2.9");
    assertThat(snapshot(Damage.PART_MISSING)).isPositive();

    TestJournal after = startSaying("snapshot " + older);

    assertThat(after.firewall.next()).isEqualTo(ALL);
  }

  @Test
  void start_partMissingEventsGone_readsNothingShort() throws Exception {
    run("192.0.2.1", "192.0.2.5", "192.0.2.9");
    long damaged = snapshot(Damage.PART_MISSING);
    execute("DELETE FROM event_journal WHERE sequence_number < " + damaged);

    TestJournal after = new TestJournal(open(), clocks);

    after.awaitTrouble(
        "snapshot %d of %s is damaged, and of the %d events before it %d are gone"
            .formatted(damaged, PARTITION, damaged, damaged - 1));
    assertThat(after.firewall.isQuiet()).isTrue();
    stop();
    try (StoppedJournal stopped = StoppedJournal.open(dir, server())) {
      assertThat(stopped.check().problems())
          .contains(PARTITION + ": snapshot " + damaged + " lacks 1 of its 2 parts");
    }
  }

  /** Orders the blocks of a service that then stops. */
  private void run(String... addresses) throws Exception {
    TestJournal journal = new TestJournal(open(), clocks);
    journal.awaitUp();
    for (String address : addresses) {
      journal.reaches(journal.order(order(address, NOON)).id().orElseThrow(), State.ENFORCED);
    }
    stop();
  }

  private TestJournal startSaying(String what) throws Exception {
    ActorTestKit kit = open();
    return LoggingTestKit.error("is damaged; " + what + " and what came since are read")
        .expect(kit.system(), () -> new TestJournal(kit, clocks));
  }

  private ActorTestKit open() throws Exception {
    JournalStore opened = JournalStore.open(dir, server());
    store = Optional.of(opened);
    ActorTestKit kit = ActorTestKit.create(opened.config().withFallback(ConfigFactory.load()));
    running = Optional.of(kit);
    return kit;
  }

  private enum Damage {
    NONE,
    PART_MISSING,
    PART_UNREADABLE
  }

  /**
   * Writes a snapshot of all there is, and returns its number. The head of a damaged one is empty.
   */
  private long snapshot(Damage damage) throws Exception {
    try (Connection connection = tables().connect()) {
      JournalReader reader = new JournalReader(connection);
      long[] last = new long[1];
      reader.read((id, number, facts, bytes) -> last[0] = id.equals(PARTITION) ? number : last[0]);
      PartitionState all =
          (PartitionState) Optional.ofNullable(reader.states().get(PARTITION)).orElseThrow();
      PartitionState head = damage == Damage.NONE ? all : new PartitionState(0);
      connection.setAutoCommit(true);
      insert(connection, "snapshot", "created, parts", last[0], head.snapshot(), damage);
      if (damage == Damage.PART_UNREADABLE) {
        insert(connection, "snapshot_part", "part", last[0], all.snapshot(), damage);
      }
      return last[0];
    }
  }

  private static void insert(
      Connection to, String table, String more, long number, PartitionSnapshot value, Damage damage)
      throws Exception {
    byte[] bytes = SERIALIZER.toBinary(value);
    boolean isHead = table.equals("snapshot");
    try (PreparedStatement insert =
        to.prepareStatement(
            "INSERT INTO "
                + table
                + " (persistence_id, sequence_number, snapshot_ser_id, snapshot_ser_manifest,"
                + " snapshot_payload, "
                + more
                + ") VALUES (?, ?, ?, ?, ?, 1"
                + (isHead ? (damage == Damage.NONE ? ", 1)" : ", 2)") : ")"))) {
      insert.setString(1, PARTITION);
      insert.setLong(2, number);
      insert.setInt(3, FactsSerializer.IDENTIFIER);
      insert.setString(4, FactsSerializer.SNAPSHOT);
      insert.setBytes(5, isHead ? bytes : Arrays.copyOf(bytes, bytes.length / 2));
      assertThat(insert.executeUpdate()).isOne();
    }
  }

  private void execute(String command) throws Exception {
    try (Connection connection = tables().connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(command)).isPositive();
    }
  }
}
