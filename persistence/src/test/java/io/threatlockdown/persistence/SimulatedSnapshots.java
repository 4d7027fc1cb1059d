package io.threatlockdown.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshot store on the simulated disk: takes a snapshot over at once and writes it later, part
 * by part, its head last, then deletes older ones and the events it replaces, each in a transaction
 * of its own, in the order of {@link SnapshotTables}. Made by Pekko, by its class name.
 */
public final class SimulatedSnapshots extends SnapshotStore {
  private final Serialization serialization = SerializationExtension.get(context().system());

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String id, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(
        SimulatedHost.DISK.inTurn(
            () -> CompletableFuture.completedFuture(newest(id, criteria.maxSequenceNr()))));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    List<PartitionSnapshot> parts =
        ((PartitionSnapshot) snapshot)
            .parts(SimulatedDisk.PART_BLOCKS_MAX, SimulatedDisk.PART_PRIORS_MAX);
    var unused = SimulatedHost.DISK.inTurn(() -> save(metadata, parts));
    return FutureConverters.asScala(CompletableFuture.completedFuture(null));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    throw new UnsupportedOperationException("nobody deletes a snapshot by hand");
  }

  @Override
  public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
    throw new UnsupportedOperationException("nobody deletes snapshots by hand");
  }

  private CompletionStage<Boolean> save(SnapshotMetadata metadata, List<PartitionSnapshot> parts) {
    String id = metadata.persistenceId();
    long number = metadata.sequenceNr();
    List<Runnable> steps = new ArrayList<>();
    SimulatedDisk disk = SimulatedHost.DISK;
    for (int part = 1; part < parts.size(); part++) {
      SimulatedDisk.Bytes bytes = new SimulatedDisk.Bytes(parts.get(part), serialization);
      int at = part;
      steps.add(
          () -> {
            disk.snapshots(id).put(number, at, bytes);
            disk.onCrash(SimulatedRarity.CRASH_BETWEEN_PARTS);
          });
    }
    SimulatedDisk.Bytes head = new SimulatedDisk.Bytes(parts.get(0), serialization);
    steps.add(
        () -> {
          disk.snapshots(id).put(number, 0, head);
          disk.onCrash(SimulatedRarity.CRASH_BETWEEN_SNAPSHOT_AND_DELETION);
        });
    steps.add(() -> disk.snapshots(id).deleteHeadsBefore(number));
    steps.add(() -> disk.snapshots(id).deleteHeadless());
    steps.add(() -> disk.deleteOldest(id, number - 1));
    steps.add(() -> disk.deleteUpTo(id, number - 1));
    CompletionStage<Boolean> done = disk.transact(() -> disk.snapshots(id).delete(number));
    for (Runnable step : steps) {
      done = done.thenCompose(before -> disk.transact(step));
    }
    return done;
  }

  private Optional<SelectedSnapshot> newest(String id, long upTo) {
    SimulatedHost.DISK.mayBeUnreadable();
    return SimulatedHost.DISK.snapshots(id).newest(upTo).map(found -> selected(id, found));
  }

  private SelectedSnapshot selected(String id, StoredSnapshots.Found found) {
    SimulatedHost.SEEN.add(SimulatedRarity.SNAPSHOT_READ);
    if (found.parts().size() > 1) {
      SimulatedHost.SEEN.add(SimulatedRarity.SNAPSHOT_OF_PARTS_READ);
    }
    return new SelectedSnapshot(
        new SnapshotMetadata(id, found.number(), 0),
        PartitionSnapshot.join(
            found.parts().stream()
                .map(part -> (PartitionSnapshot) part.read(serialization))
                .toList()));
  }
}
