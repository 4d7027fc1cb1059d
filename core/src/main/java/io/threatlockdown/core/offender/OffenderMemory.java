package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What an offender knows of its past: its drops, and how far up each ladder it is. */
final class OffenderMemory {
  private final PriorBlockMemory blocks = new PriorBlockMemory();
  private final LadderMemory ladders = new LadderMemory();

  PriorBlockMemory blocks() {
    return blocks;
  }

  LadderMemory ladders() {
    return ladders;
  }

  /**
   * Takes over what the journal knows.
   *
   * @param time turns its time into the memory's
   */
  void recall(Responder.Recalled known, UnaryOperator<Instant> time) {
    blocks.recall(known.priors(), time);
    ladders.recall(known.standings(), time);
  }

  /** Whether no offence is counted. */
  boolean isEmpty() {
    return blocks.isEmpty() && ladders.isEmpty();
  }

  /**
   * Notes an order before it is answered.
   *
   * @param at when it was decided, in the memory's time
   */
  void ordered(BlockOrder order, Instant at) {
    Instant until = order.duration().map(at::plus).orElse(Instant.MAX);
    ladders.ordered(order, at, until);
    if (isDrop(order)) {
      blocks.ordered(order, until);
    }
  }

  /** An order is on disk, and its block lasts until then. */
  void taken(BlockOrder order, Instant until) {
    ladders.taken(order);
    if (isDrop(order)) {
      blocks.answered(order.key(), until);
    }
  }

  /** Takes back an order that was given up. */
  void refused(BlockOrder order) {
    ladders.refused(order);
    if (isDrop(order)) {
      blocks.refused(order);
    }
  }

  /** Forgets all offences; what is in force counts as the first unless it was released. */
  void pardon(Instant now, boolean released) {
    blocks.pardon(now, released);
    ladders.pardon(now, released);
  }

  static boolean isDrop(BlockOrder order) {
    return order.action().isEmpty();
  }
}
