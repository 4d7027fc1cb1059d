package io.threatlockdown.persistence;

import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server for the tests of a class: started before the first, stopped after the last.
 */
final class PostgresPerClass implements BeforeAllCallback, AfterAllCallback {
  private Optional<PostgresCluster> cluster = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    cluster = Optional.of(PostgresCluster.start());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (cluster.isPresent()) {
      cluster.get().close();
    }
  }

  PostgresCluster cluster() {
    return cluster.orElseThrow();
  }

  /** Returns a new, empty database. */
  PostgresServer database() throws SQLException {
    return cluster().database();
  }
}
