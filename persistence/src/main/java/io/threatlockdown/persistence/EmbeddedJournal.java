package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The store of the block journal in one SQLite file, {@code journal.db} in the data directory. An
 * acknowledged write is on disk: write-ahead log, synced at every commit. Holds the directory for
 * this process alone until it is closed.
 */
public final class EmbeddedJournal implements JournalStore {
  private static final String FILE = "journal.db";

  /** How large the write-ahead log may stay after a checkpoint, in bytes. */
  private static final int WAL_BYTES_KEPT = 64 << 20;

  /** How long a write waits for a program that locks the file, in milliseconds. */
  private static final int LOCK_WAIT_MS = 5_000;

  private final DirectoryLock lock;
  private final String url;
  private final SqliteTables tables;

  private EmbeddedJournal(DirectoryLock lock, String url, SqliteTables tables) {
    this.lock = lock;
    this.url = url;
    this.tables = tables;
  }

  /**
   * Opens the journal, and creates it if there is none.
   *
   * @param dataDir created, for its owner only, if it is missing
   * @throws JournalException if the directory cannot be written, another process has it, or the
   *     file is none of ours or of a newer version
   */
  public static EmbeddedJournal open(Path dataDir) throws JournalException {
    Path file = file(dataDir);
    DirectoryLock lock = DirectoryLock.take(file.resolveSibling(""));
    try {
      String url = url(file);
      SqliteTables tables = new SqliteTables(file, url);
      prepare(tables);
      return new EmbeddedJournal(lock, url, tables);
    } catch (JournalException failure) {
      lock.close();
      throw failure;
    }
  }

  private static void prepare(SqliteTables tables) throws JournalException {
    try (Connection connection = tables.connect()) {
      JournalSchema.prepare(tables, connection);
    } catch (SQLException failure) {
      throw new JournalException(
          tables.name() + " cannot be used: " + StoreFailure.text(failure), failure);
    }
  }

  /** Returns where the journal of a data directory is. */
  static Path file(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve(FILE);
  }

  SqliteTables tables() {
    return tables;
  }

  @Override
  public Config config() {
    return PekkoSettings.of(
        "slick.jdbc.SQLiteProfile$", Map.of("url", url, "driver", "org.sqlite.JDBC"));
  }

  @Override
  public void close() {
    lock.close();
  }

  private static String url(Path file) throws JournalException {
    if (file.toString().indexOf('?') >= 0) {
      throw new JournalException(file + ": the path of the data directory cannot have a '?'");
    }
    return "jdbc:sqlite:"
        + file
        + "?journal_mode=WAL&synchronous=FULL&transaction_mode=IMMEDIATE&busy_timeout="
        + LOCK_WAIT_MS
        + "&journal_size_limit="
        + WAL_BYTES_KEPT;
  }
}
