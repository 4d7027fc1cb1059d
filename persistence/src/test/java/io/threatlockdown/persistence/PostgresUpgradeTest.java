package io.threatlockdown.persistence;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Upgrades a journal on a real PostgreSQL server. */
class PostgresUpgradeTest extends UpgradeContract {
  private static Optional<PostgresCluster> cluster = Optional.empty();

  private final PostgresServer server;

  PostgresUpgradeTest() throws Exception {
    server = cluster.orElseThrow().database();
  }

  @BeforeAll
  static void startServer() throws Exception {
    cluster = Optional.of(PostgresCluster.start());
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (cluster.isPresent()) {
      cluster.get().close();
    }
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
