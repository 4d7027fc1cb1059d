package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The blocks of a partition that ended lately, the oldest end first. */
final class EndedBlocks {
  /** The most that are remembered, the oldest are forgotten first. */
  static final int BLOCKS_MAX = 5_000;

  /** How long one is remembered. */
  static final Duration KEPT = Duration.ofDays(7);

  private final LinkedHashMap<Long, Block> blocks = new LinkedHashMap<>();

  int size() {
    return blocks.size();
  }

  List<Block> oldestFirst() {
    return List.copyOf(blocks.values());
  }

  Optional<Block> find(long number) {
    return Optional.ofNullable(blocks.get(number));
  }

  void put(Block block) {
    blocks.put(block.id().number(), block);
  }

  /** Applies a fact that came after the end; nothing of a block that is forgotten. */
  void change(Fact.OfBlock fact) {
    blocks.computeIfPresent(fact.number(), (same, block) -> BlockChanges.next(block, fact));
  }

  /** Forgets what is too much or too old. */
  void forget(Instant now) {
    Instant horizon = now.minus(KEPT);
    Iterator<Block> oldest = blocks.values().iterator();
    while (oldest.hasNext()) {
      Block block = oldest.next();
      if (blocks.size() <= BLOCKS_MAX && !block.endedAt().orElseThrow().isBefore(horizon)) {
        return;
      }
      oldest.remove();
    }
  }
}
