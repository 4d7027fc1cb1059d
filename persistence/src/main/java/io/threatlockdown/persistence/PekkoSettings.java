package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/** What Pekko is told of a database that keeps journal and snapshots, and of its failures. */
final class PekkoSettings {
  /** A disk that is silent for so long has failed. Above all waits for a lock one after another. */
  private static final String SILENT_AFTER = "40s";

  /** Snapshots of a million blocks are read one after another at a start. */
  private static final String SILENT_AFTER_START = "300s";

  private static final String SNAPSHOTS = "threatlockdown-snapshots";

  private PekkoSettings() {}

  /**
   * Returns the settings for a database that is used through one connection, which is kept: the
   * partitions' writes are few and large, SQLite has one writer, and of PostgreSQL that connection
   * holds the writer's lock.
   *
   * @param profile Slick's name of the database's kind
   * @param database what Slick's {@code db} section says of this one
   */
  static Config of(String profile, Map<String, Object> database) {
    Map<String, Object> db = new HashMap<>(database);
    db.put("numThreads", 1);
    db.put("maxConnections", 1);
    db.put("minConnections", 1);
    db.put("keepAliveConnection", false); // It would take the one connection.
    db.put("idleTimeout", 0);
    db.put("maxLifetime", 0);
    String shared = "pekko-persistence-jdbc.shared-databases.slick.";
    Map<String, Object> settings = new HashMap<>();
    settings.put("pekko.persistence.journal.plugin", "jdbc-journal");
    settings.put("pekko.persistence.snapshot-store.plugin", SNAPSHOTS);
    settings.put("jdbc-journal.use-shared-db", "slick");
    settings.put("jdbc-journal.parallelism", 1);
    settings.put("jdbc-journal.circuit-breaker.call-timeout", SILENT_AFTER);
    settings.put("jdbc-journal.recovery-event-timeout", SILENT_AFTER_START);
    settings.put(SNAPSHOTS + ".class", ChunkedSnapshots.class.getName());
    settings.put(SNAPSHOTS + ".use-shared-db", "slick");
    settings.put(SNAPSHOTS + ".circuit-breaker.call-timeout", SILENT_AFTER_START);
    settings.put("jdbc-read-journal.use-shared-db", "slick");
    settings.put(shared + "profile", profile);
    settings.put(shared + "db", db);
    return ConfigFactory.parseMap(settings, "journal");
  }

  /**
   * Returns how an actor stops when its journal fails. Pekko's own way would log the failure with
   * its stack; the parent tells it.
   */
  static BackoffSupervisorStrategy stopSilently() {
    return SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0)
        .withMaxRestarts(0)
        .withLoggingEnabled(false);
  }
}
