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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The embedded journal of a service that is stopped: to check it, make it small, hand it out. Holds
 * the directory until it is closed.
 */
public final class JournalFile implements AutoCloseable {
  private final EmbeddedJournal journal;

  private JournalFile(EmbeddedJournal journal) {
    this.journal = journal;
  }

  /**
   * Opens the journal. What a crash left in the write-ahead log is taken over, as a service would.
   *
   * @throws JournalException if there is none, a service has it, or it is damaged beyond opening
   */
  public static JournalFile open(Path dataDir) throws JournalException {
    Path file = EmbeddedJournal.file(dataDir);
    if (!Files.exists(file)) {
      throw new JournalException(file + " does not exist: name the data directory with --data");
    }
    return new JournalFile(EmbeddedJournal.open(dataDir));
  }

  /** Reads everything: pages and indexes, every event and snapshot. Changes nothing. */
  public JournalReport check() throws JournalException {
    List<String> problems = new ArrayList<>();
    try (Connection connection = connect()) {
      int schema;
      try (Statement statement = connection.createStatement()) {
        schema = number(statement, "PRAGMA user_version");
        pages(statement, problems);
      }
      JournalReader reader = new JournalReader(connection);
      try {
        reader.read((id, sequenceNumber, facts, payload) -> {});
      } catch (SQLException damaged) {
        problems.add("reading stops: " + StoreFailure.text(damaged));
      }
      problems.addAll(reader.problems());
      return new JournalReport(
          schema,
          bytes(),
          reader.events(),
          reader.facts(),
          reader.snapshots(),
          reader.states().values().stream().mapToLong(each -> each.inForce().size()).sum(),
          reader.states().values().stream().mapToLong(PartitionState::endedCount).sum(),
          problems);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Hands out every fact that is kept, partition by partition, the oldest first. */
  public void export(Consumer<JournalEntry> to) throws JournalException {
    try (Connection connection = connect()) {
      JournalReader reader = new JournalReader(connection);
      reader.read((id, sequenceNumber, facts, payload) -> entries(id, sequenceNumber, payload, to));
      if (!reader.problems().isEmpty()) {
        throw new JournalException(journal.file() + ": " + String.join("; ", reader.problems()));
      }
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Gives the space of what was deleted back to the disk. Returns the size after it in bytes. */
  public long compact() throws JournalException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      run(statement, "VACUUM");
      run(statement, "PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException failure) {
      throw failed(failure);
    }
    return bytes();
  }

  /** Returns the size of the journal's files in bytes. */
  public long bytes() {
    String name = journal.file().getFileName().toString();
    try (Stream<Path> files = Files.list(journal.file().resolveSibling(""))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Lets others have the directory. */
  @Override
  public void close() {
    journal.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(journal.url());
  }

  private JournalException failed(SQLException failure) {
    return new JournalException(journal.file() + ": " + StoreFailure.text(failure), failure);
  }

  private static void entries(
      String id, long sequenceNumber, byte[] payload, Consumer<JournalEntry> to) {
    try {
      for (String json : FactCbor.json(payload)) {
        to.accept(new JournalEntry(id, sequenceNumber, json));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void pages(Statement statement, List<String> problems) {
    try (ResultSet rows =
        statement.executeQuery("PRAGMA integrity_check(" + JournalReader.PROBLEMS_MAX + ")")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          problems.add(Bounds.cut(rows.getString(1)));
        }
      }
    } catch (SQLException damaged) {
      problems.add("the check of pages stops: " + StoreFailure.text(damaged));
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
