package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at the world of a run again and again, and asks the journal what it thinks of it. */
final class SimulatedChecks {
  private static final Duration EVERY = Duration.ofMillis(500);

  /** How many checks of the kernel there are for one of the journal's record. */
  private static final int TO_RECORD = 10;

  private static final BlockFilter ALL_IN_FORCE =
      new BlockFilter(Optional.empty(), false, BlockFilter.LIMIT_MAX);

  private final SimulatedWorld world;
  private final Supplier<SimulatedProcess> process;
  private int checks;

  SimulatedChecks(SimulatedWorld world, Supplier<SimulatedProcess> process) {
    this.world = world;
    this.process = process;
  }

  void start() {
    var unused = SimulatedHost.TIME.after(EVERY, this::check);
  }

  private void check() {
    SimulatedProcess now = process.get();
    world.model().checkKernel(world.kernel().dropped());
    if (world.model().isCalm() && now.isAlive()) {
      world.model().checkKernelWhenCalm(world.kernel().dropped());
      checks++;
    }
    if (checks >= TO_RECORD && now.isAlive()) {
      checks = 0;
      now.<Responder.Blocks>ask(
          replyTo -> now.journal().tell(new Responder.ListBlocks(ALL_IN_FORCE, replyTo)),
          blocks -> checkRecord(blocks.blocks()));
    }
    start();
  }

  private void checkRecord(List<Block> inForce) {
    if (world.model().isCalm()) {
      List<Block> drops = inForce.stream().filter(SimulatedChecks::isDrop).toList();
      world.model().checkRecordWhenCalm(drops, world.kernel().dropped());
    }
    if (world.actions().isCalm()) {
      List<Block> others = inForce.stream().filter(block -> !isDrop(block)).toList();
      world.actions().checkRecordWhenCalm(others, world.programs().effects());
    }
  }

  private static boolean isDrop(Block block) {
    return block.order().action().isEmpty();
  }
}
