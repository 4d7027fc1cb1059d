package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.Test;
import org.scalatest.tools.Runner;

/** Runs Pekko's conformance tests for journals and snapshot stores against either database. */
class JournalTckTest {
  /** What scalatest, which makes the specs, cannot hand them. */
  private static final Queue<PostgresServer> SERVER = new ConcurrentLinkedQueue<>();

  @Test
  void journal_onSqlite_conforms() {
    assertThat(conforms(SqliteJournal.class)).isTrue();
  }

  @Test
  void snapshotStore_onSqlite_conforms() {
    assertThat(conforms(SqliteSnapshots.class)).isTrue();
  }

  @Test
  void journal_onPostgresql_conforms() throws Exception {
    assertThat(conformsOnServer(PostgresqlJournal.class)).isTrue();
  }

  @Test
  void snapshotStore_onPostgresql_conforms() throws Exception {
    assertThat(conformsOnServer(PostgresqlSnapshots.class)).isTrue();
  }

  private static boolean conforms(Class<?> spec) {
    return Runner.run(new String[] {"-s", spec.getName(), "-oW"});
  }

  private static boolean conformsOnServer(Class<?> spec) throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start()) {
      SERVER.add(cluster.database());
      return conforms(spec);
    } finally {
      SERVER.clear();
    }
  }

  private static Config keptIn(Optional<PostgresServer> server) {
    try {
      JournalStore journal = JournalStore.open(Files.createTempDirectory("tck"), server);
      return ConfigFactory.parseString(
              "pekko.test { timefactor = 2, single-expect-default = 20s }")
          .withFallback(journal.config())
          .withFallback(ConfigFactory.load());
    } catch (JournalException | IOException failure) {
      throw new UncheckedIOException(new IOException(failure));
    }
  }

  /** The journal's half on SQLite. Made by scalatest. */
  public static final class SqliteJournal extends JavaJournalSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public SqliteJournal() {
      super(keptIn(Optional.empty()));
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
      return CapabilityFlag.on();
    }
  }

  /** The snapshots' half on SQLite. Made by scalatest. */
  public static final class SqliteSnapshots extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public SqliteSnapshots() {
      super(keptIn(Optional.empty()));
    }
  }

  /** The journal's half on PostgreSQL. Made by scalatest. */
  public static final class PostgresqlJournal extends JavaJournalSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public PostgresqlJournal() {
      super(keptIn(Optional.of(SERVER.element())));
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
      return CapabilityFlag.on();
    }
  }

  /** The snapshots' half on PostgreSQL. Made by scalatest. */
  public static final class PostgresqlSnapshots extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1L;

    /** Called by scalatest. */
    public PostgresqlSnapshots() {
      super(keptIn(Optional.of(SERVER.element())));
    }
  }
}
