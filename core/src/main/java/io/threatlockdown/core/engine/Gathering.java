package io.threatlockdown.core.engine;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Adds up the answers of several hosts to one submission, passes on the sum, and ends. */
final class Gathering {
  private Gathering() {}

  static Behavior<Ingest.Analysed> create(int answers, ActorRef<Ingest.Analysed> replyTo) {
    return gathering(answers, Ingest.Analysed.NOTHING, replyTo);
  }

  private static Behavior<Ingest.Analysed> gathering(
      int missing, Ingest.Analysed sum, ActorRef<Ingest.Analysed> replyTo) {
    if (missing == 0) {
      replyTo.tell(sum);
      return Behaviors.stopped();
    }
    return Behaviors.receiveMessage(answer -> gathering(missing - 1, sum.plus(answer), replyTo));
  }
}
