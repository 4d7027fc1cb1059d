package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The most blocks in force, and ended ones, in one part: about 600 kB each. */
  static final int PART_BLOCKS_MAX = 1_000;

  /** The most keys with earlier blocks in one part: about 600 kB. */
  static final int PART_PRIORS_MAX = 4_000;

  /** Returns it in parts that can be written one by one; there is at least one. */
  List<PartitionSnapshot> parts() {
    return parts(PART_BLOCKS_MAX, PART_PRIORS_MAX);
  }

  /** Returns it in parts of at most so many blocks in force, ended ones, and priors. */
  List<PartitionSnapshot> parts(int blocksMax, int priorsMax) {
    List<PartitionSnapshot> parts = new ArrayList<>();
    int blocks = Math.max(inForce.size(), ended.size());
    for (int part = 0;
        part == 0 || part * blocksMax < blocks || part * priorsMax < priors.size();
        part++) {
      parts.add(
          new PartitionSnapshot(
              lastNumber,
              suppressions,
              slice(inForce, part, blocksMax),
              slice(ended, part, blocksMax),
              slice(priors, part, priorsMax)));
    }
    return parts;
  }

  private static <T> List<T> slice(List<T> all, int part, int size) {
    return all.subList(Math.min(all.size(), part * size), Math.min(all.size(), (part + 1) * size));
  }

  /** Returns what was taken apart, from all its parts in order. */
  static PartitionSnapshot join(List<PartitionSnapshot> parts) {
    return new PartitionSnapshot(
        parts.get(0).lastNumber,
        parts.get(0).suppressions,
        parts.stream().flatMap(part -> part.inForce.stream()).toList(),
        parts.stream().flatMap(part -> part.ended.stream()).toList(),
        parts.stream().flatMap(part -> part.priors.stream()).toList());
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
   * @param target what it was about; never empty of a drop
   * @param endedAt when the last of these blocks ended
   */
  record Prior(BlockKey key, Optional<AddressPrefix> target, int offences, Instant endedAt) {
    /** Only of a drop. */
    AddressPrefix addresses() {
      return target.orElseThrow();
    }
  }
}
