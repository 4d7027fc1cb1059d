package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import java.util.Collection;
import java.util.Optional;

/** The blocks that one persistence id keeps: what recovery makes of its facts. */
interface JournaledBlocks {
  Collection<Block> inForce();

  Optional<Block> inForce(BlockKey key);

  /** Returns the block, in force or remembered. */
  Optional<Block> find(long number);

  /** The highest block number given. */
  long lastNumber();

  BlockId id(long number);

  int endedCount();

  /** Returns how far up their ladders offenders are. */
  Standings standings();

  /** Applies facts that follow on those applied so far. Returns the blocks after them. */
  JournaledBlocks apply(Facts event);
}
