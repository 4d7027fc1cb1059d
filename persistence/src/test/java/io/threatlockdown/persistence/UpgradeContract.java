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

  @BeforeEach
  void fill() throws Exception {
    prepare(migrations());
    Path blocks = dir.resolve("journal-1.db");
    try (InputStream version1 =
        Objects.requireNonNull(UpgradeContract.class.getResourceAsStream("journal-1.db"))) {
      assertThat(Files.copy(version1, blocks)).isPositive();
    }
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + blocks);
        Statement reading = from.createStatement();
        ResultSet event = reading.executeQuery("SELECT * FROM event_journal ORDER BY ordering");
        Connection to = tables(migrations()).connect();
        PreparedStatement insert =
            to.prepareStatement(
                "INSERT INTO event_journal (persistence_id, sequence_number, writer,"
                    + " event_payload, event_ser_id, event_ser_manifest)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      while (event.next()) {
        insert.setString(1, event.getString("persistence_id"));
        insert.setLong(2, event.getLong("sequence_number"));
        insert.setString(3, event.getString("writer"));
        insert.setBytes(4, event.getBytes("event_payload"));
        insert.setInt(5, event.getInt("event_ser_id"));
        insert.setString(6, event.getString("event_ser_manifest"));
        assertThat(insert.executeUpdate()).isOne();
      }
    }
    assertThat(report().inForce()).isEqualTo(2);
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

  private long count(String what) throws Exception {
    try (Connection connection = tables(migrations()).connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + what)) {
      return count.next() ? count.getLong(1) : 0;
    }
  }
}
