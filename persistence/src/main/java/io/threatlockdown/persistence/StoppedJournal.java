package io.threatlockdown.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The journal of a service that is stopped: to check it, make it small, hand it out. Holds it until
 * it is closed.
 */
public final class StoppedJournal implements AutoCloseable {
  private final JournalStore store;
  private final Tables tables;

  private StoppedJournal(JournalStore store, Tables tables) {
    this.store = store;
    this.tables = tables;
  }

  /**
   * Opens the journal. What a crash left unfinished is taken over, as a service would.
   *
   * @param dataDir where {@code journal.db} is, unless there is a server
   * @param server where PostgreSQL keeps the journal, if it does
   * @throws JournalException if there is none, a service has it, or it is damaged beyond opening
   */
  public static StoppedJournal open(Path dataDir, Optional<PostgresServer> server)
      throws JournalException {
    if (server.isPresent()) {
      PostgresJournal journal = PostgresJournal.openStopped(server.get());
      return new StoppedJournal(journal, journal.tables());
    }
    Path file = EmbeddedJournal.file(dataDir);
    if (!Files.exists(file)) {
      throw new JournalException(file + " does not exist: name the data directory with --data");
    }
    EmbeddedJournal journal = EmbeddedJournal.open(dataDir);
    return new StoppedJournal(journal, journal.tables());
  }

  /** Reads everything: pages and indexes, every event and snapshot. Changes nothing. */
  public JournalReport check() throws JournalException {
    List<String> problems = new ArrayList<>();
    try (Connection connection = tables.connect()) {
      int schema;
      long bytes;
      try (Statement statement = connection.createStatement()) {
        schema = tables.version(statement);
        bytes = tables.bytes(statement);
        tables.check(statement, problems::add);
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
          bytes,
          reader.events(),
          reader.facts(),
          reader.snapshots(),
          reader.states().values().stream().mapToLong(each -> each.inForce().size()).sum(),
          reader.states().values().stream().mapToLong(JournaledBlocks::endedCount).sum(),
          problems);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Hands out every fact that is kept, partition by partition, the oldest first. */
  public void export(Consumer<JournalEntry> to) throws JournalException {
    try (Connection connection = tables.connect()) {
      JournalReader reader = new JournalReader(connection);
      reader.read((id, sequenceNumber, facts, payload) -> entries(id, sequenceNumber, payload, to));
      if (!reader.problems().isEmpty()) {
        throw new JournalException(tables.name() + ": " + String.join("; ", reader.problems()));
      }
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Gives the space of what was deleted back to the disk. Returns the size after it in bytes. */
  public long compact() throws JournalException {
    try (Connection connection = tables.connect();
        Statement statement = connection.createStatement()) {
      tables.compact(statement);
      return tables.bytes(statement);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Returns the size of the journal in bytes. */
  public long bytes() throws JournalException {
    try (Connection connection = tables.connect();
        Statement statement = connection.createStatement()) {
      return tables.bytes(statement);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Lets others have the journal. */
  @Override
  public void close() {
    store.close();
  }

  private JournalException failed(SQLException failure) {
    return new JournalException(tables.name() + ": " + StoreFailure.text(failure), failure);
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
}
