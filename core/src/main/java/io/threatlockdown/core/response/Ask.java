package io.threatlockdown.core.response;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A question of one actor to another, whose answer comes back as a message of the asker's own. Like
 * {@link ActorContext#ask} but without a future: that one is completed on the JVM's common pool,
 * which on a machine of two processors starts a thread for each answer.
 */
public final class Ask {
  private enum Late {
    INSTANCE
  }

  private Ask() {}

  /**
   * Asks.
   *
   * @param answers the class of the answer
   * @param within after that the question counts as not answered
   * @param question gets whom to answer
   * @param message makes the asker's message of the answer; of nothing if there is none in time.
   *     Called by another thread than the asker's, so it touches no state
   */
  public static <T, Q, A> void ask(
      ActorContext<T> asker,
      Class<A> answers,
      ActorRef<Q> asked,
      Duration within,
      Function<ActorRef<A>, Q> question,
      Function<Optional<A>, T> message) {
    ActorRef<A> replyTo =
        asker.spawnAnonymous(waiting(answers, asker.getSelf(), within, message).narrow());
    asked.tell(question.apply(replyTo));
  }

  private static <T, A> Behavior<Object> waiting(
      Class<A> answers, ActorRef<T> asker, Duration within, Function<Optional<A>, T> message) {
    return Behaviors.setup(
        context -> {
          context.setReceiveTimeout(within, Late.INSTANCE);
          return Behaviors.receive(Object.class)
              .onMessage(
                  answers,
                  answer -> {
                    asker.tell(message.apply(Optional.of(answer)));
                    return Behaviors.stopped();
                  })
              .onMessageEquals(
                  Late.INSTANCE,
                  () -> {
                    asker.tell(message.apply(Optional.empty()));
                    return Behaviors.stopped();
                  })
              .build();
        });
  }
}
