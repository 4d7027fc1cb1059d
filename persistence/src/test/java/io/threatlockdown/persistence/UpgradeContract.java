package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brings a journal with blocks to a next version of the tables, which this program has not yet. */
abstract class UpgradeContract {
  private static final String NEXT =
      """
      ALTER TABLE event_journal ADD COLUMN colour VARCHAR(9);
      INSERT INTO event_tag SELECT min(ordering), 'upgraded' FROM event_journal;
      UPDATE event_journal SET colour = 'red';
      """;

  private static final String FAILING = NEXT + "UPDATE nowhere SET colour = 'red';\n";

  @TempDir Path dir;

  /** Returns the tables as a program with these migrations has them. */
  abstract Tables tables(List<String> migrations) throws Exception;

  /** Returns the migrations of this program. */
  abstract List<String> migrations() throws Exception;

  /** Returns what a stopped journal says of itself. */
  abstract JournalReport report() throws Exception;

  /** Copies the journal that version 2 wrote into tables of that version, and has it upgraded. */
  @BeforeEach
  void fill() throws Exception {
    prepare(migrations().subList(0, 2));
    Path blocks = dir.resolve("journal-2.db");
    try (InputStream version2 =
        Objects.requireNonNull(UpgradeContract.class.getResourceAsStream("journal-2.db"))) {
      assertThat(Files.copy(version2, blocks)).isPositive();
    }
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + blocks);
        Connection to = tables(migrations()).connect()) {
      String row = "persistence_id, sequence_number, ";
      copy(from, to, "event_journal", row + "writer, event_ser_id, event_ser_manifest", "event");
      String snapshot = ", snapshot_ser_id, snapshot_ser_manifest";
      copy(from, to, "snapshot", row + "created" + snapshot, "snapshot");
      copy(from, to, "snapshot_part", row + "part" + snapshot, "snapshot");
    }
    assertThat(report().problems()).isEmpty();
    assertThat(report().inForce()).isEqualTo(14);
  }

  private static void copy(
      Connection from, Connection to, String table, String columns, String payload)
      throws Exception {
    String all = columns + ", " + payload + "_payload";
    int count = all.split(",", -1).length;
    String insert =
        "INSERT INTO " + table + " (" + all + ") VALUES (?" + ", ?".repeat(count - 1) + ")";
    try (Statement reading = from.createStatement();
        ResultSet row = reading.executeQuery("SELECT " + all + " FROM " + table);
        PreparedStatement writing = to.prepareStatement(insert)) {
      while (row.next()) {
        for (int i = 1; i <= count; i++) {
          writing.setObject(i, row.getObject(i));
        }
        assertThat(writing.executeUpdate()).isOne();
      }
    }
  }

  @Test
  void upgrade_ofVersion2_countsThePartsOfItsSnapshots() throws Exception {
    assertThat(count("snapshot WHERE parts = 3")).isEqualTo(3);
    assertThat(count("snapshot WHERE parts = 1")).isEqualTo(1);
  }

  @Test
  void check_partMissing_isToldWithWhatIsGone() throws Exception {
    delete("snapshot_part WHERE persistence_id = 'blocks-1' AND part = 2");

    assertThat(report().problems())
        .anyMatch(problem -> problem.matches("blocks-1: snapshot \\d+ lacks 1 of its 3 parts"))
        .anyMatch(problem -> problem.matches("blocks-1: events 1 to \\d+ are gone"))
        .hasSize(2);
  }

  @Test
  void upgrade_nextVersion_isAppliedOnceAndKeepsEveryBlock() throws Exception {
    final long events = report().events();

    prepare(with(NEXT));
    prepare(with(NEXT));

    assertThat(version()).isEqualTo(migrations().size() + 1);
    assertThat(count("event_journal WHERE colour = 'red'")).isEqualTo(events);
    assertThat(count("event_tag")).isOne();
  }

  @Test
  void upgrade_twoVersions_areAppliedInOrder() throws Exception {
    List<String> two = new ArrayList<>(with(NEXT));
    two.add("UPDATE event_journal SET colour = 'blue' WHERE colour = 'red';\n");

    prepare(two);

    assertThat(version()).isEqualTo(migrations().size() + 2);
    assertThat(count("event_journal WHERE colour = 'blue'")).isEqualTo(count("event_journal"));
  }

  @Test
  void upgrade_laterCommandFails_changesNothing() throws Exception {
    JournalReport before = report();

    assertThatThrownBy(() -> prepare(with(FAILING)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be used");

    JournalReport after = report();
    assertThat(after.problems()).isEmpty();
    assertThat(after.schema()).isEqualTo(before.schema());
    assertThat(after.events()).isEqualTo(before.events());
    assertThat(after.inForce()).isEqualTo(before.inForce());
    assertThat(count("event_tag")).isZero();
    assertThatThrownBy(() -> count("event_journal WHERE colour IS NULL"))
        .hasMessageContaining("colour");
  }

  @Test
  void upgrade_failedOnce_isDoneWhenItCan() throws Exception {
    assertThatThrownBy(() -> prepare(with(FAILING))).isInstanceOf(JournalException.class);

    prepare(with(NEXT));

    assertThat(count("event_tag")).isOne();
  }

  @Test
  void open_afterAnUpgrade_isRefusedByTheOlderProgram() throws Exception {
    prepare(with(NEXT));
    int next = migrations().size() + 1;

    assertThatThrownBy(this::report)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer version (schema " + next + ", this one knows " + (next - 1));
    assertThat(version()).isEqualTo(next);
  }

  private List<String> with(String more) throws Exception {
    List<String> migrations = new ArrayList<>(migrations());
    migrations.add(more);
    return migrations;
  }

  private void prepare(List<String> migrations) throws Exception {
    Tables tables = tables(migrations);
    try (Connection connection = tables.connect()) {
      JournalSchema.prepare(tables, connection);
    }
  }

  private int version() throws Exception {
    Tables tables = tables(migrations());
    try (Connection connection = tables.connect();
        Statement statement = connection.createStatement()) {
      return tables.version(statement);
    }
  }

  private void delete(String what) throws Exception {
    try (Connection connection = tables(migrations()).connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM " + what)).isOne();
    }
  }

  private long count(String what) throws Exception {
    try (Connection connection = tables(migrations()).connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + what)) {
      return count.next() ? count.getLong(1) : 0;
    }
  }
}
