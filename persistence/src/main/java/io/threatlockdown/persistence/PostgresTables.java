package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tables of a journal in a schema of PostgreSQL. The table {@code threatlockdown_journal} says
 * which version they are, and that they are ours.
 */
final class PostgresTables implements Tables {
  private final PostgresServer server;
  private final List<String> migrations;

  PostgresTables(PostgresServer server) {
    this(server, JournalSchema.migrations("postgresql"));
  }

  /**
   * @param migrations of another version of this program
   */
  PostgresTables(PostgresServer server, List<String> migrations) {
    this.server = server;
    this.migrations = migrations;
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  @Override
  public List<String> migrations() {
    return migrations;
  }

  @Override
  public int version(Statement statement) throws SQLException, JournalException {
    if (exists(statement, "threatlockdown_journal")) {
      return (int) number(statement, "SELECT max(version) FROM threatlockdown_journal");
    }
    if (exists(statement, "event_journal") || exists(statement, "snapshot")) {
      throw new JournalException(
          name() + " has tables of something else: choose another database or schema");
    }
    return 0;
  }

  @Override
  public void stamp(Statement statement, int version) throws SQLException {
    int unused =
        statement.executeUpdate("INSERT INTO threatlockdown_journal VALUES (" + version + ")");
  }

  /** Reading every row is the check: the server verifies pages by itself if it has checksums. */
  @Override
  public void check(Statement statement, Consumer<String> problems) {}

  @Override
  public void compact(Statement statement) throws SQLException {
    for (String table : List.of("event_journal", "event_tag", "snapshot", "snapshot_part")) {
      boolean unused = statement.execute("VACUUM FULL " + table);
    }
  }

  /** The tables with their indexes. */
  @Override
  public long bytes(Statement statement) throws SQLException {
    return number(
        statement,
        "SELECT pg_total_relation_size('event_journal') + pg_total_relation_size('event_tag')"
            + " + pg_total_relation_size('snapshot') + pg_total_relation_size('snapshot_part')");
  }

  private static boolean exists(Statement statement, String table) throws SQLException {
    return number(
            statement,
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '"
                + table
                + "'")
        > 0;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet value = statement.executeQuery(query)) {
      return value.next() ? value.getLong(1) : 0;
    }
  }
}
