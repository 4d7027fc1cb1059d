package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import java.time.Instant;
import java.util.List;

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

  /**
   * How often a key was blocked that is not blocked now.
   *
   * @param endedAt when the last of these blocks ended
   */
  record Prior(BlockKey key, AddressPrefix target, int offences, Instant endedAt) {}
}
