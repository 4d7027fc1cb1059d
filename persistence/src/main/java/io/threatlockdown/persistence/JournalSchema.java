package io.threatlockdown.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Brings the tables of a journal to the version that this program knows. */
final class JournalSchema {
  private static final int VERSION = 3;

  private JournalSchema() {}

  /**
   * Creates the tables if there are none, and brings older ones up to date: one transaction, so
   * that a failure changes nothing.
   *
   * @throws JournalException if they are of a newer version or of something else
   */
  static void prepare(Tables tables, Connection connection) throws JournalException {
    try (Statement statement = connection.createStatement()) {
      int version = tables.version(statement);
      int known = tables.migrations().size();
      if (version > known) {
        throw new JournalException(
            tables.name()
                + " was written by a newer version (schema "
                + version
                + ", this one knows "
                + known
                + "): install that version, or move the journal away");
      }
      if (version < known) {
        connection.setAutoCommit(false);
        for (String commands : tables.migrations().subList(version, known)) {
          execute(statement, commands);
        }
        tables.stamp(statement, known);
        connection.commit();
        connection.setAutoCommit(true);
      }
    } catch (SQLException failure) {
      throw new JournalException(
          tables.name() + " cannot be used: " + StoreFailure.text(failure), failure);
    }
  }

  /** Returns the commands of all versions for a kind of database, such as {@code sqlite}. */
  static List<String> migrations(String kind) {
    return IntStream.rangeClosed(1, VERSION)
        .mapToObj(version -> commands(kind + "-" + version + ".sql"))
        .toList();
  }

  private static String commands(String resource) {
    try (InputStream commands =
        Objects.requireNonNull(JournalSchema.class.getResourceAsStream(resource))) {
      return new String(commands.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void execute(Statement statement, String commands) throws SQLException {
    for (String command : commands.split(";\\s*\n", -1)) {
      if (!command.isBlank()) {
        boolean unused = statement.execute(command);
      }
    }
  }
}
