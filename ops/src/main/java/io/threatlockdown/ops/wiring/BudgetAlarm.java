package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.BlockBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the health and in the log when there are more new blocks in a minute than allowed. */
final class BudgetAlarm {
  /** The name of the part in the health. */
  static final String PART = "block budget";

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(BudgetAlarm.class);

  private final BlockBudget budget;
  private final Clock clock;
  private final Health health;
  private boolean raised;

  BudgetAlarm(BlockBudget budget, Clock clock, Health health) {
    this.budget = budget;
    this.clock = clock;
    this.health = health;
  }

  /** Looks each second until it is cancelled. */
  Cancellable start(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, this::look, system.executionContext());
  }

  /** Raises the alarm, keeps it up to date, or takes it back. */
  synchronized void look() {
    Optional<String> alarm = budget.alarm(clock.instant());
    if (alarm.isPresent()) {
      health.report(PART, Health.Status.DEGRADED, alarm.get());
      if (!raised) {
        LOG.error("Alarm: {}", alarm.get());
      }
    } else if (raised) {
      health.forget(PART);
    }
    raised = alarm.isPresent();
  }
}
