package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * @param standings that of the offender who climbed a ladder longest ago first
 */
record PartitionSnapshot(
    long lastNumber,
    long suppressions,
    List<Block> inForce,
    List<Block> ended,
    List<Prior> priors,
    List<Standing> standings) {
  PartitionSnapshot {
    inForce = List.copyOf(inForce);
    ended = List.copyOf(ended);
    priors = List.copyOf(priors);
    standings = List.copyOf(standings);
  }

  /** The most blocks in force, and ended ones, in one part: about 600 kB each. */
  static final int PART_BLOCKS_MAX = 1_000;

  /**
   * The most keys with earlier blocks, and standings on ladders, in one part: about 600 kB each.
   */
  static final int PART_PRIORS_MAX = 4_000;

  /** Returns it in parts that can be written one by one; there is at least one. */
  List<PartitionSnapshot> parts() {
    return parts(PART_BLOCKS_MAX, PART_PRIORS_MAX);
  }

  /** Returns it in parts of at most so many blocks in force, ended ones, and priors. */
  List<PartitionSnapshot> parts(int blocksMax, int priorsMax) {
    List<PartitionSnapshot> parts = new ArrayList<>();
    int blocks = Math.max(inForce.size(), ended.size());
    int past = Math.max(priors.size(), standings.size());
    for (int part = 0; part == 0 || part * blocksMax < blocks || part * priorsMax < past; part++) {
      parts.add(
          new PartitionSnapshot(
              lastNumber,
              suppressions,
              slice(inForce, part, blocksMax),
              slice(ended, part, blocksMax),
              slice(priors, part, priorsMax),
              slice(standings, part, priorsMax)));
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
        parts.stream().flatMap(part -> part.priors.stream()).toList(),
        parts.stream().flatMap(part -> part.standings.stream()).toList());
  }

  /**
   * Returns how a state becomes a snapshot, and a snapshot its state.
   *
   * @param copy of the state: the store serializes it on another thread
   */
  static <S> SnapshotAdapter<S> adapter(
      Function<S, PartitionSnapshot> copy, Function<PartitionSnapshot, S> state) {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(S from) {
        return copy.apply(from);
      }

      @Override
      public S fromJournal(Object snapshot) {
        return state.apply((PartitionSnapshot) snapshot);
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
    /** Returns what is left of an order's block. */
    static Prior of(BlockOrder order, Instant endedAt) {
      return new Prior(order.key(), order.target(), order.offence(), endedAt);
    }

    /** Whether it is about just one of these addresses. */
    boolean isAbout(List<AddressPrefix> targets) {
      return target
          .filter(targets::contains)
          .filter(each -> key.keys().equals(List.of(each.toString())))
          .isPresent();
    }

    /** Only of a drop. */
    AddressPrefix addresses() {
      return target.orElseThrow();
    }
  }
}
