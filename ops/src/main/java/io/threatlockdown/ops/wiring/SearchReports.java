package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the health and in the log which rules and decoders have patterns that took too many steps
 * on some line, so that it counted as no match. At most one log line a minute, and only when there
 * is something new.
 */
final class SearchReports {
  /** The name of the part in the health. */
  static final String PART = "patterns";

  /** How many rules and decoders are named at most. */
  static final int NAMED_MAX = 10;

  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(SearchReports.class);

  private final Supplier<LoadedRuleset> inForce;
  private final Health health;
  private String said = "";

  SearchReports(Supplier<LoadedRuleset> inForce, Health health) {
    this.inForce = inForce;
    this.health = health;
  }

  /** Looks each minute until it is cancelled. */
  Cancellable start(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, this::look, system.executionContext());
  }

  /** Reports what has been given up under the ruleset in force, if anything. */
  synchronized void look() {
    String now = givenUp(inForce.get());
    if (now.equals(said)) {
      return;
    }
    said = now;
    if (now.isEmpty()) {
      health.forget(PART);
      return;
    }
    LOG.warn("Searches that took too many steps, and count as no match: {}", now);
    health.report(PART, Health.Status.DEGRADED, "searches given up: " + now);
  }

  private static String givenUp(LoadedRuleset ruleset) {
    List<String> all = new ArrayList<>();
    ruleset.rules().budgetExceeded().forEach((id, times) -> all.add(times + " of rule " + id));
    ruleset
        .decoders()
        .budgetExceeded()
        .forEach((name, times) -> all.add(times + " of decoder " + name));
    String named = String.join(", ", all.subList(0, Math.min(all.size(), NAMED_MAX)));
    int more = all.size() - NAMED_MAX;
    return more > 0 ? named + ", and " + more + " more" : named;
  }
}
