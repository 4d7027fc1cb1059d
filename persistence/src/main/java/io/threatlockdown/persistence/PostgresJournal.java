package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The store of the block journal in PostgreSQL. Holds the journal, and the data directory of the
 * service, for this process alone until it is closed.
 */
final class PostgresJournal implements JournalStore {
  /** How often a journal that is in use is claimed: for five seconds. */
  private static final int CLAIM_TRIES_MAX = 50;

  private static final Duration CLAIM_PAUSE = Duration.ofMillis(100);

  /** How long a write waits for a connection, in milliseconds, before it counts as failed. */
  private static final int CONNECTION_WAIT_MS = 5_000;

  private final PostgresServer server;
  private final PostgresTables tables;
  private final Connection claim;
  private final Optional<DirectoryLock> directory;

  private PostgresJournal(
      PostgresServer server,
      PostgresTables tables,
      Connection claim,
      Optional<DirectoryLock> directory) {
    this.server = server;
    this.tables = tables;
    this.claim = claim;
    this.directory = directory;
  }

  /**
   * Opens the journal of a service, and creates it if there is none.
   *
   * @throws JournalException if the directory or the journal is in use, the server cannot be
   *     reached, is read-only or not durable, or the tables are none of ours or of a newer version
   */
  static PostgresJournal open(PostgresServer server, Path dataDir) throws JournalException {
    Path embedded = EmbeddedJournal.file(dataDir);
    DirectoryLock directory = DirectoryLock.take(embedded.resolveSibling(""));
    try {
      return open(server, Optional.of(directory), Optional.of(embedded));
    } catch (JournalException failure) {
      directory.close();
      throw failure;
    }
  }

  /**
   * Opens the journal of a service that is stopped, wherever its directory is.
   *
   * @throws JournalException also if there is no journal
   */
  static PostgresJournal openStopped(PostgresServer server) throws JournalException {
    return open(server, Optional.empty(), Optional.empty());
  }

  private static PostgresJournal open(
      PostgresServer server, Optional<DirectoryLock> directory, Optional<Path> embedded)
      throws JournalException {
    PostgresTables tables = new PostgresTables(server);
    try {
      Connection claim = tables.connect();
      try {
        claim(claim);
        prepare(tables, claim, embedded);
        PostgresSession.letWrite(claim);
        return new PostgresJournal(server, tables, claim, directory);
      } catch (SQLException | JournalException failure) {
        close(claim);
        throw failure;
      }
    } catch (SQLException failure) {
      throw new JournalException(
          server.name() + " cannot be used: " + StoreFailure.text(failure), failure);
    }
  }

  /** A service that was just stopped may still be leaving: its session ends after its process. */
  private static void claim(Connection claim) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        PostgresSession.claim(claim);
        return;
      } catch (SQLException refused) {
        if (tries == CLAIM_TRIES_MAX || !PostgresSession.IN_USE.equals(refused.getSQLState())) {
          throw refused;
        }
        LockSupport.parkNanos(CLAIM_PAUSE.toNanos());
      }
    }
  }

  private static void prepare(PostgresTables tables, Connection claim, Optional<Path> embedded)
      throws JournalException, SQLException {
    try (Statement statement = claim.createStatement()) {
      if (tables.version(statement) == 0) {
        if (embedded.isEmpty()) {
          throw new JournalException(tables.name() + " has no journal");
        }
        if (Files.exists(embedded.get())) {
          throw new JournalException(
              embedded.get()
                  + " has blocks that the new journal in "
                  + tables.name()
                  + " would not know: move it away if they may end");
        }
      }
      try (ResultSet readOnly = statement.executeQuery("SHOW transaction_read_only")) {
        if (readOnly.next() && readOnly.getString(1).equals("on")) {
          throw new JournalException(
              tables.name() + " is read-only: a standby, or default_transaction_read_only is on");
        }
      }
    }
    JournalSchema.prepare(tables, claim);
  }

  PostgresTables tables() {
    return tables;
  }

  @Override
  public Config config() {
    return PekkoSettings.of(
        "slick.jdbc.PostgresProfile$",
        Map.of(
            "url",
            server.url(),
            "driver",
            "org.postgresql.Driver",
            "connectionTimeout",
            CONNECTION_WAIT_MS,
            "connectionInitSql",
            PostgresSession.init()));
  }

  @Override
  public void close() {
    close(claim);
    directory.ifPresent(DirectoryLock::close);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // The server ends the session either way; there is nothing to save.
    }
  }
}
