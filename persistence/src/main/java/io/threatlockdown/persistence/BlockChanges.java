package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What each fact does to its block. Functions only. */
final class BlockChanges {
  private static final String BY_TIME = "timeout";
  private static final String BY_PROGRAM = "program";

  private BlockChanges() {}

  /** Returns the block that an order begins. */
  static Block begin(BlockId id, BlockOrder order) {
    return new Block(
        id,
        order,
        State.PENDING,
        order.expiresAt(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the block of another order, otherwise the same. */
  static Block withOrder(Block block, BlockOrder order) {
    return new Block(
        block.id(),
        order,
        block.state(),
        block.expiresAt(),
        block.suppressedAlerts(),
        block.latency(),
        block.failure(),
        block.endedAt(),
        block.endedBy(),
        block.endReason());
  }

  /** Returns the block after the fact. A fact that comes too late for its block changes nothing. */
  static Block next(Block block, Fact.OfBlock fact) {
    if (block.state().isEnded()) {
      return afterEnd(block, fact);
    }
    if (fact instanceof Fact.Applied applied) {
      return enforced(block, applied.at(), applied.observed());
    }
    if (fact instanceof Fact.ApplyFailed failed) {
      return with(block, State.FAILED, block.expiresAt(), Optional.of(failed.failure()));
    }
    if (fact instanceof Fact.BlockDrifted) {
      return drifted(block);
    }
    if (fact instanceof Fact.Extended extended) {
      return extended(block, extended);
    }
    if (fact instanceof Fact.Released released) {
      return ended(
          block, State.RELEASED, released.at(), released.by(), Optional.of(released.reason()));
    }
    if (fact instanceof Fact.Expired expired) {
      return ended(block, State.EXPIRED, expired.at(), BY_TIME, Optional.empty());
    }
    if (fact instanceof Fact.Keyed keyed) {
      return keyed(block, keyed);
    }
    if (fact instanceof Fact.Ran ran) {
      return ended(
          with(block, block.state(), block.expiresAt(), ran.failure()),
          State.EXPIRED,
          ran.at(),
          BY_PROGRAM,
          Optional.empty());
    }
    return block;
  }

  private static Block keyed(Block block, Fact.Keyed fact) {
    BlockOrder order = block.order();
    BlockKey key = new BlockKey(order.key().hostId(), order.key().program(), fact.keys());
    BlockOrder keyed = order.withKey(key).lasting(fact.offence(), fact.duration());
    return with(withOrder(block, keyed), block.state(), fact.expiresAt(), block.failure());
  }

  /** Returns the block as the first offence. */
  static Block pardoned(Block block) {
    return withOrder(block, block.order().lasting(1, block.order().duration()));
  }

  /** Returns the block, dropped by the firewall since {@code at} unless it was before. */
  static Block enforced(Block block, Instant at, boolean observed) {
    Duration latency = Duration.between(block.order().lineReceivedAt(), at);
    return new Block(
        block.id(),
        block.order(),
        observed ? State.OBSERVED : State.ENFORCED,
        block.expiresAt(),
        block.suppressedAlerts(),
        block.latency().isPresent() ? block.latency() : Optional.of(latency),
        Optional.empty(),
        block.endedAt(),
        block.endedBy(),
        block.endReason());
  }

  /** Returns the block, missing in the firewall. */
  static Block drifted(Block block) {
    return with(block, State.DRIFTED, block.expiresAt(), block.failure());
  }

  /** Returns the block, of which it is not known whether the firewall drops it. */
  static Block pending(Block block) {
    return with(block, State.PENDING, block.expiresAt(), block.failure());
  }

  /** Returns the block with its end moved as the wall clock was. */
  static Block rebased(Block block, Duration step) {
    return with(
        block, block.state(), block.expiresAt().map(end -> end.plus(step)), block.failure());
  }

  private static Block afterEnd(Block block, Fact.OfBlock fact) {
    if (fact instanceof Fact.Lifted) {
      return with(block, block.state(), block.expiresAt(), Optional.empty());
    }
    if (fact instanceof Fact.GivenUp givenUp) {
      return with(block, block.state(), block.expiresAt(), Optional.of(givenUp.failure()));
    }
    if (fact instanceof Fact.ReleaseFailed failed) {
      return with(block, block.state(), block.expiresAt(), Optional.of(failed.failure()));
    }
    return block;
  }

  private static Block with(
      Block block, State state, Optional<Instant> expiresAt, Optional<String> failure) {
    return new Block(
        block.id(),
        block.order(),
        state,
        expiresAt,
        block.suppressedAlerts(),
        block.latency(),
        failure,
        block.endedAt(),
        block.endedBy(),
        block.endReason());
  }

  private static Block extended(Block block, Fact.Extended fact) {
    return new Block(
        block.id(),
        block.order(),
        block.state(),
        fact.expiresAt(),
        fact.suppressedAlerts(),
        block.latency(),
        block.failure(),
        block.endedAt(),
        block.endedBy(),
        block.endReason());
  }

  private static Block ended(
      Block block, State state, Instant at, String by, Optional<String> reason) {
    return new Block(
        block.id(),
        block.order(),
        state,
        block.expiresAt(),
        block.suppressedAlerts(),
        block.latency(),
        block.failure(),
        Optional.of(at),
        Optional.of(by),
        reason);
  }
}
