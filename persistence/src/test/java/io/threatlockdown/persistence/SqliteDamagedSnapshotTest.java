package io.threatlockdown.persistence;

import java.util.Optional;

/** Damages snapshots in an SQLite file. */
class SqliteDamagedSnapshotTest extends DamagedSnapshotContract {
  @Override
  Optional<PostgresServer> server() {
    return Optional.empty();
  }

  @Override
  Tables tables() {
    return new SqliteTables(EmbeddedJournal.file(dir), "jdbc:sqlite:" + EmbeddedJournal.file(dir));
  }

  @Override
  void awaitFree() {}
}
