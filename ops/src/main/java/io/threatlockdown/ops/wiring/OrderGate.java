package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The last thing before the journal: whoever gives an order, an offender or an operator, it does
 * not get there if its target must never be blocked. It is refused, and recorded as suppressed.
 */
final class OrderGate extends BehaviorInterceptor<Responder.Command, Responder.Command> {
  private final Function<AddressPrefix, Optional<String>> forbids;
  private final Clock clock;

  private OrderGate(Function<AddressPrefix, Optional<String>> forbids, Clock clock) {
    super(Responder.Command.class);
    this.forbids = forbids;
    this.clock = clock;
  }

  /**
   * Returns the journal behind its gate.
   *
   * @param forbids why a target must never be blocked, in words; empty if it may
   */
  static Behavior<Responder.Command> before(
      Behavior<Responder.Command> journal,
      Function<AddressPrefix, Optional<String>> forbids,
      Clock clock) {
    return Behaviors.intercept(() -> new OrderGate(forbids, clock), journal);
  }

  @Override
  public Behavior<Responder.Command> aroundReceive(
      TypedActorContext<Responder.Command> context,
      Responder.Command command,
      ReceiveTarget<Responder.Command> journal) {
    if (command instanceof Responder.Order order) {
      Optional<String> because = order.order().target().flatMap(forbids);
      if (because.isPresent()) {
        refuse(order, because.get());
        return journal.apply(context, suppression(order.order(), because.get()));
      }
    }
    return journal.apply(context, command);
  }

  private Responder.Suppress suppression(BlockOrder order, String because) {
    return new Responder.Suppress(
        new Suppression(
            order.target(), order.response(), order.ruleId(), because, 1, clock.instant()));
  }

  private static void refuse(Responder.Order order, String because) {
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of("never blocked, " + because)));
  }
}
