package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Responder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process while it writes a snapshot of many parts, and starts on what it left. */
class HeavySnapshotTest {
  private static final int MORE = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String HEADLESS =
      "SELECT count(*), max(sequence_number) FROM snapshot_part p WHERE NOT EXISTS (SELECT 1 FROM"
          + " snapshot s WHERE s.persistence_id = p.persistence_id"
          + " AND s.sequence_number = p.sequence_number)";
  private static final String WHOLE =
      "SELECT count(*) FROM snapshot WHERE persistence_id = 'blocks-"
          + HeavyRun.PARTITION
          + "' AND parts >= "
          + HeavyRun.BLOCKS / PartitionSnapshot.PART_BLOCKS_MAX
          + " AND sequence_number > ";

  @TempDir private Path dir;
  private final TestClocks clocks = new TestClocks(NOON);

  @Test
  void kill_inTheMiddleOfIt_losesNothingAndTheNextOneIsWhole() throws Exception {
    long killedAt = killWhileWriting();

    List<String> all = HeavyRun.addresses(HeavyRun.BLOCKS + MORE);
    Set<String> ordered = Set.copyOf(all.subList(0, HeavyRun.BLOCKS));
    restarted(
        (kit, journal) -> {
          assertThat(targets(journal.firewall.next())).isEqualTo(ordered);
          awaitSnapshot(kit, killedAt);
          orders(kit, journal, all.subList(HeavyRun.BLOCKS, all.size()));
        });

    restarted(
        (kit, journal) -> assertThat(targets(journal.firewall.next())).isEqualTo(Set.copyOf(all)));
    try (StoppedJournal stopped = StoppedJournal.open(dir, Optional.empty())) {
      JournalReport report = stopped.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.inForce()).isEqualTo(all.size());
    }
  }

  /** What is done with a journal. */
  private interface Use {
    void of(ActorTestKit kit, TestJournal journal) throws Exception;
  }

  private void restarted(Use use) throws Exception {
    try (EmbeddedJournal store = EmbeddedJournal.open(dir)) {
      ActorTestKit kit = ActorTestKit.create(store.config().withFallback(ConfigFactory.load()));
      try {
        TestJournal journal = new TestJournal(kit, clocks);
        journal.awaitUp();
        use.of(kit, journal);
      } finally {
        kit.shutdownTestKit();
      }
    }
  }

  private void awaitSnapshot(ActorTestKit kit, long since) {
    int unused =
        kit.createTestProbe()
            .awaitAssert(
                PATIENCE,
                () -> {
                  assertThat(numbers(WHOLE + since)[0]).isOne();
                  assertThat(numbers(HEADLESS)[0]).isZero();
                  return 0;
                });
  }

  private static void orders(ActorTestKit kit, TestJournal journal, List<String> addresses) {
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    addresses.forEach(
        address ->
            journal.tell(
                new Responder.Order(order(address, NOON, Optional.empty()), caller.ref())));
    for (int i = 0; i < addresses.size(); i++) {
      assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
    }
  }

  private static Set<String> targets(String reload) {
    assertThat(reload).startsWith("reload [").endsWith("]");
    return Arrays.stream(reload.substring("reload [".length(), reload.length() - 1).split(", ", -1))
        .collect(Collectors.toSet());
  }

  /** Returns the number of the snapshot that was being written. */
  private long killWhileWriting() throws Exception {
    Process run = HeavyRun.start(dir);
    try (Connection file = open();
        Statement statement = file.createStatement()) {
      while (true) {
        // While this has the file to write, the run stands still.
        boolean began = statement.execute("BEGIN IMMEDIATE");
        long[] headless = numbers(HEADLESS);
        if (headless[0] >= 3) {
          run.destroyForcibly();
          assertThat(run.waitFor()).isNotZero();
          began |= statement.execute("ROLLBACK");
          assertThat(began).isFalse();
          assertThat(numbers(HEADLESS)).isEqualTo(headless);
          return headless[1];
        }
        began |= statement.execute("ROLLBACK");
        assertThat(run.isAlive()).isTrue();
      }
    }
  }

  private long[] numbers(String query) throws SQLException {
    try (Connection file = open();
        Statement statement = file.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      long[] numbers = new long[row.getMetaData().getColumnCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = row.getLong(i + 1);
      }
      return numbers;
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:" + dir.resolve("journal.db") + "?busy_timeout=60000");
  }
}
