package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * An actor's orders on their way to the journal. One that is refused is given again until it is
 * taken, or {@link OffenderLimits#orderTriesMax} times, or until its target must not be blocked any
 * more. Used by that actor alone.
 *
 * @param <T> the actor's messages
 */
final class Deliveries<T> {
  /** How long the journal may take for one answer. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** How long a refused order waits until it is given again. */
  static final Duration GIVEN_AGAIN_AFTER = Duration.ofSeconds(1);

  private final ActorContext<T> context;
  private final OffenderContext shared;
  private final Function<Runnable, T> message;
  private final BiConsumer<BlockOrder, Responder.Ordered> taken;
  private final Consumer<BlockOrder> dropped;
  private int underWay = 0;

  /**
   * @param message makes a message of what the actor is to run
   * @param taken is told when an order is on disk
   * @param dropped is told when an order is given up
   */
  Deliveries(
      ActorContext<T> context,
      OffenderContext shared,
      Function<Runnable, T> message,
      BiConsumer<BlockOrder, Responder.Ordered> taken,
      Consumer<BlockOrder> dropped) {
    this.context = context;
    this.shared = shared;
    this.message = message;
    this.taken = taken;
    this.dropped = dropped;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  /**
   * Gives the order; the report is answered when it is taken or given up, as all others are.
   *
   * @param decided the wall clock when it was decided
   */
  void give(BlockOrder order, ClockOffset decided, Given.Progress progress) {
    progress.missing++;
    underWay++;
    give(new Given(order, decided, progress, 1));
  }

  private void give(Given given) {
    BlockOrder order = given.order(shared.clock().get());
    Ask.ask(
        context,
        Responder.Ordered.class,
        shared.responder(),
        ANSWER_WITHIN,
        replyTo -> new Responder.Order(order, replyTo),
        answer -> message.apply(() -> answered(given, answer)));
  }

  private void answered(Given given, Optional<Responder.Ordered> answer) {
    if (answer.isEmpty()) {
      refused(given, "no answer within " + ANSWER_WITHIN.toSeconds() + " s");
    } else if (answer.get().failure().isPresent()) {
      refused(given, answer.get().failure().get());
    } else {
      taken.accept(given.order(shared.clock().get()), answer.get());
      done(given.progress(), new Offenders.Reported(1, 0));
    }
  }

  private void refused(Given given, String failure) {
    BlockOrder order = given.order();
    if (given.tries() >= shared.limits().orderTriesMax()) {
      context
          .getLog()
          .error(
              "{} of {} by rule {} is given up: {}",
              order.response(),
              order.about(),
              order.ruleId(),
              failure);
      dropped.accept(order);
      done(given.progress(), new Offenders.Reported(0, 1));
      return;
    }
    if (given.tries() == 1) {
      context
          .getLog()
          .warn(
              "{} of {} by rule {} is not in the journal and is ordered again: {}",
              order.response(),
              order.about(),
              order.ruleId(),
              failure);
    }
    context.scheduleOnce(
        GIVEN_AGAIN_AFTER, context.getSelf(), message.apply(() -> giveAgain(given)));
  }

  private void giveAgain(Given given) {
    if (given.order().target().flatMap(shared.plan()::forbids).isPresent()) {
      dropped.accept(given.order()); // Guarded since it was decided; the journal recorded it.
      done(given.progress(), Offenders.Reported.NOTHING);
    } else {
      give(given.again());
    }
  }

  private void done(Given.Progress progress, Offenders.Reported outcome) {
    underWay--;
    progress.done(outcome);
  }
}
