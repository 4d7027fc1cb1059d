package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * An order on its way to the journal.
 *
 * @param clock the wall clock when it was decided
 * @param progress the report that waits for it
 */
record Given(BlockOrder order, ClockOffset clock, Progress progress, int tries) {
  /** Returns the order by the wall clock as it is now. */
  BlockOrder order(ClockOffset now) {
    return order.moved(clock.stepTo(now));
  }

  /** Returns the next try. */
  Given again() {
    return new Given(order, clock, progress, tries + 1);
  }

  /** How far a report is: answered when no order is missing. */
  static final class Progress {
    final ActorRef<Offenders.Reported> replyTo;
    int missing;
    Offenders.Reported sum = Offenders.Reported.NOTHING;

    Progress(ActorRef<Offenders.Reported> replyTo) {
      this.replyTo = replyTo;
    }
  }
}
