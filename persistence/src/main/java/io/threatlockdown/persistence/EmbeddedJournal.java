package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * The store of the block journal in one SQLite file, {@code journal.db} in the data directory. An
 * acknowledged write is on disk: write-ahead log, synced at every commit. Holds the directory for
 * this process alone until it is closed.
 */
public final class EmbeddedJournal implements AutoCloseable {
  private static final String FILE = "journal.db";
  private static final String LOCK_FILE = "journal.lock";

  /** How large the write-ahead log may stay after a checkpoint, in bytes. */
  private static final int WAL_BYTES_KEPT = 64 << 20;

  /** How long a write waits for a program that locks the file, in milliseconds. */
  private static final int LOCK_WAIT_MS = 5_000;

  /** A disk that is silent for so long has failed. Above all waits for a lock one after another. */
  private static final String SILENT_AFTER = "40s";

  private final FileChannel lockFile;
  private final Path file;
  private final String url;

  private EmbeddedJournal(FileChannel lockFile, Path file, String url) {
    this.lockFile = lockFile;
    this.file = file;
    this.url = url;
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
    FileChannel lockFile = lock(file.resolveSibling(""));
    try {
      String url = url(file);
      JournalSchema.prepare(file, url);
      return new EmbeddedJournal(lockFile, file, url);
    } catch (JournalException failure) {
      close(lockFile);
      throw failure;
    }
  }

  /** Returns where the journal of a data directory is. */
  static Path file(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve(FILE);
  }

  Path file() {
    return file;
  }

  String url() {
    return url;
  }

  /**
   * Returns the Pekko configuration that keeps journal and snapshots in this file. One connection:
   * SQLite has one writer, and more of them are many times slower.
   */
  public Config config() {
    Map<String, Object> database = new HashMap<>();
    database.put("url", url);
    database.put("driver", "org.sqlite.JDBC");
    database.put("numThreads", 1);
    database.put("maxConnections", 1);
    database.put("minConnections", 1);
    database.put("keepAliveConnection", false); // It would take the one connection.
    database.put("idleTimeout", 0);
    database.put("maxLifetime", 0);
    String shared = "pekko-persistence-jdbc.shared-databases.slick.";
    Map<String, Object> settings = new HashMap<>();
    settings.put("pekko.persistence.journal.plugin", "jdbc-journal");
    settings.put("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
    settings.put("jdbc-journal.use-shared-db", "slick");
    settings.put("jdbc-journal.parallelism", 1);
    settings.put("jdbc-journal.circuit-breaker.call-timeout", SILENT_AFTER);
    settings.put("jdbc-snapshot-store.use-shared-db", "slick");
    settings.put("jdbc-read-journal.use-shared-db", "slick");
    settings.put(shared + "profile", "slick.jdbc.SQLiteProfile$");
    settings.put(shared + "db", database);
    return ConfigFactory.parseMap(settings, "embedded journal");
  }

  /** Lets other processes have the directory. Call it after the actor system has stopped. */
  @Override
  public void close() {
    close(lockFile);
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

  private static FileChannel lock(Path directory) throws JournalException {
    FileChannel channel = openLockFile(directory);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      // Not ours either: somebody in this process opened it before.
    } catch (IOException failure) {
      close(channel);
      throw new JournalException(directory + " cannot be locked: " + failure.getMessage(), failure);
    }
    if (!locked) {
      close(channel);
      throw new JournalException(
          directory + " is in use by another process: stop it, or choose another data directory");
    }
    return channel;
  }

  private static FileChannel openLockFile(Path directory) throws JournalException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return FileChannel.open(
          directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException failure) {
      throw new JournalException(directory + " cannot be written: " + failure, failure);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock ends with the channel either way; there is nothing to save.
    }
  }
}
