package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the block journal is kept, opened for this process alone until it is closed. An
 * acknowledged write is on disk.
 */
public sealed interface JournalStore extends AutoCloseable
    permits EmbeddedJournal, PostgresJournal {
  /**
   * Opens the journal, creates it if there is none, and brings the tables of an older version up to
   * date.
   *
   * @param dataDir the service's directory, held in either case; created, for its owner only, if it
   *     is missing
   * @param server where PostgreSQL keeps the journal; empty: {@code journal.db} in the directory
   * @throws JournalException if the directory cannot be written, another process has it or the
   *     journal, or the tables are none of ours or of a newer version
   */
  static JournalStore open(Path dataDir, Optional<PostgresServer> server) throws JournalException {
    return server.isPresent()
        ? PostgresJournal.open(server.get(), dataDir)
        : EmbeddedJournal.open(dataDir);
  }

  /** Returns the Pekko configuration that keeps journal and snapshots here. Holds no password. */
  Config config();

  /** Lets other processes have the journal. Call it after the actor system has stopped. */
  @Override
  void close();
}
