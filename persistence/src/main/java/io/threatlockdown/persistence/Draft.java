package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.ResponseLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts decided and not yet written, seen over the state as if they were: decisions of one write
 * build on each other, while the state stays as the disk is.
 */
final class Draft {
  private final JournaledBlocks state;
  private final List<Fact> facts = new ArrayList<>();
  private final Map<Long, Block> changed = new HashMap<>();
  private final Map<BlockKey, Block> changedByKey = new HashMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long lastNumber;
  private int begun;

  Draft(JournaledBlocks state) {
    this.state = state;
    this.lastNumber = state.lastNumber();
  }

  boolean isEmpty() {
    return facts.isEmpty();
  }

  Facts event() {
    return new Facts(facts);
  }

  Optional<Block> find(long number) {
    Block block = changed.get(number);
    return block != null ? Optional.of(block) : state.find(number);
  }

  /** Returns the block in force of the key. */
  Optional<Block> inForce(BlockKey key) {
    Block block = changedByKey.get(key);
    return block != null
        ? Optional.of(block).filter(changed -> !changed.state().isEnded())
        : state.inForce(key);
  }

  /** Returns how many blocks begin in this draft. */
  int begun() {
    return begun;
  }

  /** Begins a block and returns it. */
  Block begin(BlockOrder order) {
    BlockId id = state.id(++lastNumber);
    begun++;
    facts.add(new Fact.Ordered(id.number(), order));
    climbed(order);
    return remember(BlockChanges.begin(id, order));
  }

  /** Records where the order leads its offender to, if it is a step of a ladder. */
  void climbed(BlockOrder order) {
    if (order.ladder().isPresent()) {
      facts.add(new Fact.Climbed(state.standings().next(order)));
    }
  }

  /** Records a fact about a block that is known, and returns the block after it. */
  Block change(Block block, Fact.OfBlock fact) {
    return change(block, fact, Outcomes.kind(block, fact), Outcomes.detail(fact));
  }

  /** The same with an outcome that the fact does not tell by itself. */
  Block change(
      Block block, Fact.OfBlock fact, Optional<Outcome.Kind> kind, Optional<String> detail) {
    facts.add(fact);
    Block after = remember(BlockChanges.next(block, fact));
    kind.ifPresent(each -> outcomes.add(new Outcome.OfBlock(each, fact.at(), after, detail)));
    return after;
  }

  /** Records a fact about a block that is known. */
  void record(Block block, Fact.OfBlock fact) {
    Block unused = change(block, fact);
  }

  /** Records a fact about no block of ours. */
  void record(Fact fact) {
    facts.add(fact);
    Outcomes.of(fact).ifPresent(outcomes::add);
  }

  /** Tells what became of responses, as far as these facts say. */
  void tell(ResponseLog log) {
    outcomes.forEach(log::outcome);
  }

  private Block remember(Block block) {
    changed.put(block.id().number(), block);
    changedByKey.merge(
        block.order().key(),
        block,
        (before, after) -> before.id().number() > after.id().number() ? before : after);
    return block;
  }
}
