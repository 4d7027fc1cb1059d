package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;

/**
 * How a partition keeps its blocks: of the alert only what the order does not say anyway, and one
 * object for texts and durations that many blocks have in common. A block in force is about 800
 * bytes then, in all maps.
 */
final class Memory {
  private static final int SLOTS = 1_024;

  /** What came last with that hash. A collision only costs memory. */
  private final Object[] slots = new Object[SLOTS];

  /** Returns the block as it is kept. One that is kept already is equal. */
  Block kept(Block block) {
    BlockOrder order = block.order();
    BlockKey key = order.key();
    return BlockChanges.withOrder(
        block,
        new BlockOrder(
            new BlockKey(common(key.hostId()), common(key.program()), key.keys()),
            order.target(),
            common(order.response()),
            common(order.location()),
            order.ruleId(),
            common(order.reason()),
            ShortAlert.evidence(order),
            order.offence(),
            order.lineReceivedAt(),
            order.at(),
            common(order.duration()),
            order.action(),
            order.ladder(),
            order.goodLogins()));
  }

  /** Returns the block as others see it: its alert in the short form, whatever is kept of it. */
  static Block shown(Block block) {
    BlockOrder order = block.order();
    return BlockChanges.withOrder(block, order.withAlert(ShortAlert.of(order)));
  }

  @SuppressWarnings("unchecked") // Equal values of our records have one type.
  private <T> T common(T value) {
    int slot = Math.floorMod(value.hashCode(), SLOTS);
    if (!value.equals(slots[slot])) {
      slots[slot] = value;
    }
    return (T) slots[slot];
  }
}
