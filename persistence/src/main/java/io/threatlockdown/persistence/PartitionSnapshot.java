package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * What a partition knows at one moment, so that recovery need not replay all facts. Without alerts:
 * those stay in the facts.
 *
 * @param lastNumber the highest block number given
 * @param suppressions how many responses were suppressed so far
 * @param inForce in no order
 * @param ended the oldest end first
 * @param priors the oldest end first
 */
record PartitionSnapshot(
    long lastNumber,
    long suppressions,
    List<Block> inForce,
    List<Block> ended,
    List<Prior> priors) {
  PartitionSnapshot {
    inForce = List.copyOf(inForce);
    ended = List.copyOf(ended);
    priors = List.copyOf(priors);
  }

  /** Returns how the state of a partition becomes a snapshot, and a snapshot its state. */
  static SnapshotAdapter<PartitionState> adapter(int partition) {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(PartitionState state) {
        return state.snapshot(); // A copy: the store serializes it on another thread.
      }

      @Override
      public PartitionState fromJournal(Object snapshot) {
        return PartitionState.of(partition, (PartitionSnapshot) snapshot);
      }
    };
  }

  /**
   * How often a key was blocked that is not blocked now.
   *
   * @param endedAt when the last of these blocks ended
   */
  record Prior(BlockKey key, AddressPrefix target, int offences, Instant endedAt) {}
}
