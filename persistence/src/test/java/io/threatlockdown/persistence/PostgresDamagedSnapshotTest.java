package io.threatlockdown.persistence;

import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Damages snapshots on a real PostgreSQL server. */
class PostgresDamagedSnapshotTest extends DamagedSnapshotContract {
  @RegisterExtension private static final PostgresPerClass POSTGRES = new PostgresPerClass();

  private final PostgresServer server;

  PostgresDamagedSnapshotTest() throws Exception {
    server = POSTGRES.database();
  }

  @Override
  Optional<PostgresServer> server() {
    return Optional.of(server);
  }

  @Override
  Tables tables() {
    return new PostgresTables(server);
  }

  @Override
  void awaitFree() throws SQLException {
    POSTGRES.cluster().awaitFree(server);
  }
}
