package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;

/**
 * A command on its way to a partition, which may take a while.
 *
 * @param came when it came, for somebody may set the wall clock meanwhile
 */
record Waiting(Responder.Command command, ClockOffset came) {
  /** Returns the command as it would have been given now: the same time of an order is left. */
  Responder.Command at(ClockOffset now) {
    return command instanceof Responder.Order order
        ? new Responder.Order(order.order().moved(came.stepTo(now)), order.replyTo())
        : command;
  }
}
