package io.threatlockdown.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The tables of a journal in an SQLite file. Its {@code user_version} says which version they are,
 * its {@code application_id} that they are ours.
 */
final class SqliteTables implements Tables {
  private static final int APPLICATION_ID = 0x544c444a; // "TLDJ"

  private final Path file;
  private final String url;
  private final List<String> migrations;

  SqliteTables(Path file, String url) {
    this(file, url, JournalSchema.migrations("sqlite"));
  }

  /**
   * @param migrations of another version of this program
   */
  SqliteTables(Path file, String url, List<String> migrations) {
    this.file = file;
    this.url = url;
    this.migrations = migrations;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public List<String> migrations() {
    return migrations;
  }

  @Override
  public int version(Statement statement) throws SQLException, JournalException {
    int version = number(statement, "PRAGMA user_version");
    int application = number(statement, "PRAGMA application_id");
    boolean empty = number(statement, "SELECT count(*) FROM sqlite_master") == 0;
    if (application != APPLICATION_ID && !(version == 0 && application == 0 && empty)) {
      throw new JournalException(file + " is a database of something else: move it away");
    }
    return version;
  }

  @Override
  public void stamp(Statement statement, int version) throws SQLException {
    run(statement, "PRAGMA application_id = " + APPLICATION_ID);
    run(statement, "PRAGMA user_version = " + version);
  }

  @Override
  public void check(Statement statement, Consumer<String> problems) {
    try (ResultSet rows =
        statement.executeQuery("PRAGMA integrity_check(" + JournalReader.PROBLEMS_MAX + ")")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          problems.accept(Bounds.cut(rows.getString(1)));
        }
      }
    } catch (SQLException damaged) {
      problems.accept("the check of pages stops: " + StoreFailure.text(damaged));
    }
  }

  @Override
  public void compact(Statement statement) throws SQLException {
    run(statement, "VACUUM");
    run(statement, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** The file and its write-ahead log. */
  @Override
  public long bytes(Statement statement) {
    String name = String.valueOf(file.getFileName());
    try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
      return files
          .filter(each -> String.valueOf(each.getFileName()).startsWith(name))
          .mapToLong(each -> each.toFile().length())
          .sum();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet value = statement.executeQuery(query)) {
      return value.next() ? value.getInt(1) : 0;
    }
  }

  private static void run(Statement statement, String command) throws SQLException {
    boolean unused = statement.execute(command);
  }
}
