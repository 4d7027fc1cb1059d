package io.threatlockdown.persistence;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Waits for the answers of both journals to one question, and passes on what they say together. If
 * one does not answer in time, what the other says has to do: a journal that is down must not keep
 * the other from blocking.
 */
final class BothAnswers {
  /** How long it waits for each of the two. */
  static final Duration WAITS = Duration.ofSeconds(5);

  private enum Late {
    INSTANCE
  }

  private BothAnswers() {}

  static <T> Behavior<T> create(ActorRef<T> replyTo, BinaryOperator<T> both) {
    return Behaviors.<Object>setup(
            context -> {
              context.setReceiveTimeout(WAITS, Late.INSTANCE);
              return waiting(Optional.empty(), replyTo, both);
            })
        .unsafeCast();
  }

  @SuppressWarnings("unchecked") // Whatever is no Late is an answer.
  private static <T> Behavior<Object> waiting(
      Optional<T> first, ActorRef<T> replyTo, BinaryOperator<T> both) {
    return Behaviors.receive(
        (context, message) -> {
          if (message == Late.INSTANCE) {
            context.getLog().warn("One of the two journals does not answer within {}", WAITS);
            first.ifPresent(replyTo::tell);
            return Behaviors.stopped();
          }
          T answer = (T) message;
          if (first.isEmpty()) {
            return waiting(Optional.of(answer), replyTo, both);
          }
          replyTo.tell(both.apply(first.get(), answer));
          return Behaviors.stopped();
        });
  }
}
