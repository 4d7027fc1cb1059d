package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import org.slf4j.Logger;

/** Tells the log of each step of a ladder, with an estimate of whom else it hits. */
final class StepLog {
  private StepLog() {}

  /**
   * Tells of an order if it is a step.
   *
   * @param window within which logins count
   */
  static void tell(Logger log, BlockOrder order, Duration window) {
    order
        .ladder()
        .ifPresent(
            step ->
                log.info(
                    "{} against {} by rule {}: step {} of {} of ladder {}, offence {} of {};"
                        + " users who logged in from there in the last {} h: {}",
                    order.response(),
                    order.about(),
                    order.ruleId(),
                    step.step(),
                    step.steps(),
                    step.ladder(),
                    order.offence(),
                    step.offender(),
                    window.toHours(),
                    order.goodLogins().orElse(0)));
  }
}
