package io.threatlockdown.core.offender;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Adds up the answers of several offenders to one report, passes on the sum, and ends. */
final class Tally {
  private Tally() {}

  static Behavior<Offenders.Reported> create(int answers, ActorRef<Offenders.Reported> replyTo) {
    return counting(answers, Offenders.Reported.NOTHING, replyTo);
  }

  private static Behavior<Offenders.Reported> counting(
      int missing, Offenders.Reported sum, ActorRef<Offenders.Reported> replyTo) {
    if (missing == 0) {
      replyTo.tell(sum);
      return Behaviors.stopped();
    }
    return Behaviors.receiveMessage(answer -> counting(missing - 1, sum.plus(answer), replyTo));
  }
}
