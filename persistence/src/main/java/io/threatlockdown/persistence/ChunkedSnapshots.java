package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshots of the block journal. One thread makes them and writes them in small pieces, in
 * turn with the journal's own writes, so that these never wait for a whole one. A partition stands
 * still until its snapshot is taken over, so that is answered before it is written: a snapshot that
 * a crash interrupts is as if it had never been, and its events are still there. Whoever asks for a
 * snapshot waits for those under way. Made by Pekko.
 */
public final class ChunkedSnapshots extends SnapshotStore {
  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final Serialization serialization = SerializationExtension.get(context().system());
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "snapshots");
            thread.setDaemon(true);
            return thread;
          });
  private final SnapshotTables tables;
  private final SnapshotReader reader;
  private final Map<String, Job> waiting = new ConcurrentHashMap<>(); // by partition

  private record Job(SnapshotMetadata metadata, Object snapshot) {}

  /**
   * @param config the plugin's, which names the journal's database as {@code use-shared-db}
   */
  public ChunkedSnapshots(Config config) {
    SlickExtensionImpl databases = (SlickExtensionImpl) SlickExtension.get(context().system());
    JournalTurns turns = new JournalTurns(databases.database(config));
    tables = new SnapshotTables(turns, serialization);
    reader = new SnapshotReader(turns, serialization);
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String id, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(run(() -> reader.newest(id, criteria)));
  }

  /** One that comes while the partition's last is still waiting takes its place. */
  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    String id = metadata.persistenceId();
    if (!(snapshot instanceof PartitionSnapshot)) {
      return FutureConverters.asScala(run(() -> save(metadata, snapshot)));
    }
    if (waiting.put(id, new Job(metadata, snapshot)) == null) {
      var unused = run(() -> saveOrWarn(Optional.ofNullable(waiting.remove(id)).orElseThrow()));
    }
    return FutureConverters.asScala(NOTHING);
  }

  private Void saveOrWarn(Job job) throws InterruptedException {
    try {
      return save(job.metadata, job.snapshot);
    } catch (SQLException | RuntimeException failure) {
      log().warning("No snapshot of the block journal: {}", StoreFailure.text(failure));
      return null;
    }
  }

  private Void save(SnapshotMetadata metadata, Object snapshot)
      throws SQLException, InterruptedException {
    tables.save(metadata, snapshot);
    return null;
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return doDeleteAsync(
        metadata.persistenceId(),
        SnapshotSelectionCriteria.create(
            metadata.sequenceNr(), Long.MAX_VALUE, metadata.sequenceNr(), 0));
  }

  @Override
  public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(
        run(
            () -> {
              tables.delete(id, criteria);
              return null;
            }));
  }

  @Override
  public void postStop() throws Exception {
    tables.stop();
    var unused = writer.shutdownNow(); // Who waits for a turn gets none any more.
    super.postStop();
  }

  private <T> CompletableFuture<T> run(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    writer.execute(
        () -> {
          try {
            done.complete(work.call());
          } catch (Exception failure) { // Whatever it was, whoever waits is told.
            done.completeExceptionally(failure);
          }
        });
    return done;
  }
}
