package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The latest blocks that a filter wants, out of any number that are offered. */
final class LatestBlocks {
  private static final Comparator<Block> LATEST_FIRST =
      Comparator.comparing((Block block) -> block.order().at())
          .thenComparing(block -> block.id().number())
          .reversed();

  private final BlockFilter filter;
  private final PriorityQueue<Block> latest = new PriorityQueue<>(LATEST_FIRST.reversed());

  LatestBlocks(BlockFilter filter) {
    this.filter = filter;
  }

  void offer(Block block) {
    if (isWanted(block)) {
      latest.add(block);
      if (latest.size() > filter.limit()) {
        latest.remove();
      }
    }
  }

  private boolean isWanted(Block block) {
    return filter.overlapping().isEmpty()
        || block.order().target().filter(filter.overlapping().get()::overlaps).isPresent();
  }

  /** Returns them, the latest first. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(latest);
    blocks.sort(LATEST_FIRST);
    return blocks;
  }
}
