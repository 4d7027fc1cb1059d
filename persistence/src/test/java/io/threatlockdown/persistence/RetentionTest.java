package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends many rounds of blocks through one journal on disk, and looks at its file. */
class RetentionTest {
  private static final int ROUNDS = 24;
  private static final int OF_A_ROUND = 5_000;
  private static final int KEPT = 400;
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final String REPLACED =
      "SELECT count(*) FROM event_journal e WHERE sequence_number < (SELECT max(sequence_number)"
          + " FROM snapshot s WHERE s.persistence_id = e.persistence_id)";

  @TempDir private Path dir;
  private final TestClocks clocks = new TestClocks(NOON);

  @Test
  void rounds_many_neitherGrowTheFileNorLoseABlock() throws Exception {
    List<BlockId> kept;
    List<Long> pages = new ArrayList<>();
    try (EmbeddedJournal store = EmbeddedJournal.open(dir)) {
      ActorTestKit kit = kit(store);
      TestJournal journal = TestJournal.started(kit, clocks);
      kept = orders(kit, journal, 0, KEPT, Optional.empty());
      for (int round = 0; round < ROUNDS; round++) {
        var unused = orders(kit, journal, KEPT, KEPT + OF_A_ROUND, Optional.of(SHORT));
        clocks.passUnseen(SHORT.plusSeconds(1)); // The next order finds them due.
        awaitSnapshots(kit);
        pages.add(pages());
      }
      kit.shutdownTestKit();
    }

    long facts = 2L * ROUNDS * OF_A_ROUND; // Ordered and expired, besides what the firewall said.
    try (StoppedJournal file = StoppedJournal.open(dir, Optional.empty())) {
      JournalReport report = file.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.inForce()).isGreaterThanOrEqualTo(KEPT);
      assertThat(report.snapshots()).isBetween((long) Lanes.PARTITIONS, 2L * Lanes.PARTITIONS);
      assertThat(report.facts()).isLessThan(facts / 2);
    }
    long half = pages.get(ROUNDS / 2 - 1);
    assertThat(pages.get(ROUNDS - 1)).as("pages: %s", pages).isLessThan(half + half / 2);
    try (EmbeddedJournal store = EmbeddedJournal.open(dir)) {
      ActorTestKit kit = kit(store);
      TestJournal journal = new TestJournal(kit, clocks);
      for (int i = 0; i < KEPT; i++) {
        assertThat(journal.find(kept.get(i)).orElseThrow().order().addresses())
            .isEqualTo(Samples.target(address(i)));
        assertThat(journal.find(kept.get(i)).orElseThrow().endedAt()).isEmpty();
      }
      kit.shutdownTestKit();
    }
  }

  private List<BlockId> orders(
      ActorTestKit kit, TestJournal journal, int from, int to, Optional<Duration> duration) {
    Instant now = clocks.time().now();
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    for (int i = from; i < to; i++) {
      journal.tell(new Responder.Order(order(address(i), now, duration), caller.ref()));
    }
    BlockId[] ids = new BlockId[to - from];
    for (int i = from; i < to; i++) {
      Responder.Ordered answer = caller.receiveMessage(WAIT);
      String address = answer.order().addresses().toString();
      ids[number(address) - from] = answer.id().orElseThrow();
    }
    return List.of(ids);
  }

  private static String address(int i) {
    return "198.51." + i / 250 + "." + i % 250;
  }

  private static int number(String address) {
    String[] parts = address.split("\\.", -1);
    return Integer.parseInt(parts[2]) * 250 + Integer.parseInt(parts[3]);
  }

  private static ActorTestKit kit(EmbeddedJournal store) {
    return ActorTestKit.create(store.config().withFallback(ConfigFactory.load()));
  }

  /** Waits until every snapshot that is due is on disk, and what it replaces is gone. */
  private void awaitSnapshots(ActorTestKit kit) {
    int unused = kit.createTestProbe().awaitAssert(WAIT, this::assertNothingIsDue);
  }

  private int assertNothingIsDue() throws SQLException {
    try (Connection file = file();
        Statement statement = file.createStatement()) {
      JournalReader reader = new JournalReader(file);
      Map<String, SnapshotPace> paces = new HashMap<>();
      reader.read(
          (id, sequenceNumber, facts, payload) -> {
            SnapshotPace pace = paces.get(id);
            if (pace == null) { // The one event that a snapshot leaves.
              paces.put(id, new SnapshotPace(SnapshotPace.WEIGHT_MIN));
            } else {
              pace.add(facts);
            }
          });
      paces.forEach(
          (id, pace) ->
              assertThat(Optional.ofNullable(reader.states().get(id)))
                  .hasValueSatisfying(
                      state -> assertThat(pace.isDue((PartitionState) state)).isFalse()));
      try (ResultSet replaced = statement.executeQuery(REPLACED)) {
        assertThat(replaced.next()).isTrue();
        assertThat(replaced.getInt(1)).isZero();
        return replaced.getInt(1);
      }
    }
  }

  private Connection file() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
  }

  private long pages() throws SQLException {
    try (Connection file = file();
        Statement statement = file.createStatement();
        ResultSet value = statement.executeQuery("PRAGMA page_count")) {
      return value.next() ? value.getLong(1) : 0;
    }
  }
}
