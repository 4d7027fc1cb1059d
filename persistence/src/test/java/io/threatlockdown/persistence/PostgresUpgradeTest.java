package io.threatlockdown.persistence;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Upgrades a journal on a real PostgreSQL server. */
class PostgresUpgradeTest extends UpgradeContract {
  @RegisterExtension private static final PostgresPerClass POSTGRES = new PostgresPerClass();

  private final PostgresServer server;

  PostgresUpgradeTest() throws Exception {
    server = POSTGRES.database();
  }

  @Override
  Tables tables(List<String> migrations) {
    return new PostgresTables(server, migrations);
  }

  @Override
  List<String> migrations() {
    return new PostgresTables(server).migrations();
  }

  @Override
  JournalReport report() throws Exception {
    try (StoppedJournal journal = StoppedJournal.open(dir, Optional.of(server))) {
      return journal.check();
    }
  }
}
