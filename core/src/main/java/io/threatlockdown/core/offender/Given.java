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
    private final ActorRef<Offenders.Reported> replyTo;
    private Offenders.Reported sum = Offenders.Reported.NOTHING;
    int missing;

    Progress(ActorRef<Offenders.Reported> replyTo) {
      this.replyTo = replyTo;
    }

    /** All orders are given: answers at once if there was none. */
    void begun() {
      if (missing == 0) {
        replyTo.tell(sum);
      }
    }

    /** Answers if this was the last order. */
    void done(Offenders.Reported outcome) {
      sum = sum.plus(outcome);
      missing--;
      begun();
    }
  }
}
