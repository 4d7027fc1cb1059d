package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator how responses that are no drops are doing: health part {@code responses}. */
final class ActionTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(ActionTrouble.class);
  private static final String PART = "responses";

  private final Health health;

  ActionTrouble(Health health) {
    this.health = health;
    health.report(PART, Status.DOWN, "reading the responses in force");
  }

  /** The journal has been read. */
  void recovered() {
    health.report(PART, Status.UP, "");
  }

  /** The journal cannot be read or written; it is tried again. */
  void journalFails(Throwable failure) {
    String reason = StoreFailure.text(failure);
    LOG.error("The journal of responses fails: {}", reason);
    health.report(PART, Status.DOWN, reason);
  }

  /** A response could not be begun. */
  void addFailed(Block block, String failure) {
    BlockOrder order = block.order();
    LOG.warn("{} of {}: {}", order.key().program(), order.about(), failure);
  }

  /** A response could not be undone. */
  void deleteFailed(Block block, String failure, boolean givenUp) {
    BlockOrder order = block.order();
    String what = givenUp ? "could not be undone and is given up" : "could not be undone yet";
    LOG.error("{} of {} {}: {}", order.key().program(), order.about(), what, failure);
    if (givenUp) {
      health.report(PART, Status.DEGRADED, block.id() + " could not be undone");
    }
  }
}
