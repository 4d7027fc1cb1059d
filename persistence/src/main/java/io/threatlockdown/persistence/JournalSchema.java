package io.threatlockdown.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * The tables of the journal file. SQLite's {@code user_version} says which version they are, its
 * {@code application_id} that they are ours.
 */
final class JournalSchema {
  static final int VERSION = 1;
  static final int APPLICATION_ID = 0x544c444a; // "TLDJ"

  private JournalSchema() {}

  /** Creates the tables in an empty file, or checks that the file has them. */
  static void prepare(Path file, String url) throws JournalException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      int version = pragma(statement, "user_version");
      int application = pragma(statement, "application_id");
      if (version == 0 && application == 0 && isEmpty(statement)) {
        create(connection, statement);
        return;
      }
      if (application != APPLICATION_ID) {
        throw new JournalException(file + " is a database of something else: move it away");
      }
      if (version > VERSION) {
        throw new JournalException(
            file
                + " was written by a newer version (schema "
                + version
                + ", this one knows "
                + VERSION
                + "): install that version, or move the file away");
      }
    } catch (SQLException | IOException failure) {
      throw new JournalException(file + " cannot be used: " + failure.getMessage(), failure);
    }
  }

  private static void create(Connection connection, Statement statement)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    for (String command : ddl().split(";\\s*\n", -1)) {
      if (!command.isBlank()) {
        statement.execute(command);
      }
    }
    statement.execute("PRAGMA application_id = " + APPLICATION_ID);
    statement.execute("PRAGMA user_version = " + VERSION);
    connection.commit();
  }

  private static String ddl() throws IOException {
    try (InputStream ddl =
        Objects.requireNonNull(JournalSchema.class.getResourceAsStream("sqlite-1.sql"))) {
      return new String(ddl.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet tables = statement.executeQuery("SELECT 1 FROM sqlite_master LIMIT 1")) {
      return !tables.next();
    }
  }

  private static int pragma(Statement statement, String name) throws SQLException {
    try (ResultSet value = statement.executeQuery("PRAGMA " + name)) {
      return value.next() ? value.getInt(1) : 0;
    }
  }
}
