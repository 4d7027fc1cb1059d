package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the health how many offenders there are, once some had to go because there were too many,
 * and in the log when that goes on; at most one line a minute.
 */
final class OffenderReports {
  /** The name of the part in the health. */
  static final String PART = "offenders";

  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(OffenderReports.class);

  private final IntSupplier live;
  private final LongSupplier retiredEarly;
  private final int liveMax;
  private final Health health;
  private long said = 0;

  OffenderReports(IntSupplier live, LongSupplier retiredEarly, int liveMax, Health health) {
    this.live = live;
    this.retiredEarly = retiredEarly;
    this.liveMax = liveMax;
    this.health = health;
  }

  /** Looks each minute until it is cancelled. */
  Cancellable start(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, this::look, system.executionContext());
  }

  /** Reports how many there are, if some had to go since the last look. */
  synchronized void look() {
    long retired = retiredEarly.getAsLong();
    if (retired > said) {
      LOG.warn(
          "{} source addresses were forgotten, since more than {} raised alerts; blocks stay",
          retired - said,
          liveMax);
    }
    if (retired > 0) {
      health.report(
          PART,
          retired > said ? Health.Status.DEGRADED : Health.Status.UP,
          "%d of %d alive, %d forgotten since the start"
              .formatted(live.getAsInt(), liveMax, retired));
    }
    said = retired;
  }
}
