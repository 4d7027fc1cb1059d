package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Responder;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A responder that says yes to every order, does nothing, and remembers nothing. Where rehearsals
 * and benchmarks end.
 */
public final class AgreeingResponder {
  private AgreeingResponder() {}

  /** Returns it. Questions but recalls stay without an answer. */
  public static Behavior<Responder.Command> create() {
    return Behaviors.receive(Responder.Command.class)
        .onMessage(Responder.Recall.class, AgreeingResponder::onRecall)
        .onMessage(Responder.Order.class, AgreeingResponder::onOrder)
        .onAnyMessage(ignored -> Behaviors.same())
        .build();
  }

  private static Behavior<Responder.Command> onRecall(Responder.Recall recall) {
    recall.replyTo().tell(new Responder.Recalled(recall.target(), List.of()));
    return Behaviors.same();
  }

  private static Behavior<Responder.Command> onOrder(Responder.Order order) {
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(),
                Optional.empty(),
                order.order().expiresAt(),
                false,
                Optional.empty()));
    return Behaviors.same();
  }
}
