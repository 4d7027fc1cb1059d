package io.threatlockdown.persistence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Upgrades a journal in an SQLite file. */
class SqliteUpgradeTest extends UpgradeContract {
  @Override
  Tables tables(List<String> migrations) {
    return new SqliteTables(file(), url(), migrations);
  }

  @Override
  List<String> migrations() {
    return new SqliteTables(file(), url()).migrations();
  }

  @Override
  JournalReport report() throws Exception {
    try (StoppedJournal journal = StoppedJournal.open(dir, Optional.empty())) {
      return journal.check();
    }
  }

  private String url() {
    return "jdbc:sqlite:" + file();
  }

  private Path file() {
    return EmbeddedJournal.file(dir);
  }
}
