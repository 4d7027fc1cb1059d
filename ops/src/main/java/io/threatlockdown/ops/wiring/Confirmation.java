package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.ops.wiring.ConfirmationFile.Entry;
import io.threatlockdown.ops.wiring.ConfirmationFile.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commit-confirm ({@code --confirm}): what was changed falls back unless an operator, who can
 * therefore still reach this host, says in time that it may stay. Safe for any thread.
 *
 * <p>A configuration that was confirmed once needs it no more. One whose deadline was under way
 * when the service stopped keeps its deadline, and one that has lapsed is not enforced again until
 * it is confirmed: a restart gives no new time.
 */
final class Confirmation {
  /** The name of the part in the health. */
  static final String PART = "confirmation";

  /** What a start changes. */
  static final String ENFORCEMENT = "enforcement";

  private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

  private final Optional<Duration> within;
  private final ConfirmationFile file;
  private final Supplier<String> fingerprint;
  private final String atStart;
  private final Clock clock;
  private final Health health;
  private final BiConsumer<Duration, Runnable> scheduler;
  private final Map<String, Change> waiting = new LinkedHashMap<>();
  private final Map<String, Change> lapsed = new LinkedHashMap<>();

  /**
   * A change that was made.
   *
   * @param back takes it back
   * @param again makes it again after it was taken back; nothing if it cannot be
   */
  record Change(String what, Runnable back, Runnable again) {}

  /**
   * Returns one that waits for nothing yet.
   *
   * @param within how long operators have; empty: nothing needs to be confirmed
   * @param fingerprint of the configuration as it is now
   * @param scheduler runs something after a time
   */
  Confirmation(
      Optional<Duration> within,
      ConfirmationFile file,
      Supplier<String> fingerprint,
      Clock clock,
      Health health,
      BiConsumer<Duration, Runnable> scheduler) {
    this.within = within;
    this.file = file;
    this.fingerprint = fingerprint;
    this.atStart = fingerprint.get();
    this.clock = clock;
    this.health = health;
    this.scheduler = scheduler;
  }

  /** Returns one for a service. */
  static Confirmation of(
      Configuration configuration, Clock clock, Health health, ActorSystem<?> system) {
    return new Confirmation(
        configuration.flags().confirm(),
        new ConfirmationFile(configuration.settings().dataDir()),
        configuration::fingerprint,
        clock,
        health,
        (left, task) -> {
          var unused = system.scheduler().scheduleOnce(left, task, system.executionContext());
        });
  }

  /** The service starts to enforce its configuration. */
  synchronized void started(Change enforcement) {
    if (within.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Optional<Entry> known = file.read().filter(entry -> entry.fingerprint().equals(atStart));
    State state = known.map(Entry::state).orElse(State.PENDING);
    if (state == State.CONFIRMED) {
      return;
    }
    Instant latest = now.plus(within.get());
    Instant until = known.map(Entry::until).filter(end -> end.isBefore(latest)).orElse(latest);
    if (state == State.LAPSED || !until.isAfter(now)) {
      lapse(enforcement);
    } else {
      write(State.PENDING, atStart, until);
      await(enforcement, until);
    }
  }

  /**
   * Something was changed while the service runs. If it was changed before and that is not
   * confirmed yet, it falls back behind both.
   */
  synchronized void changed(Change change) {
    if (within.isPresent()) {
      Change earlier = waiting.getOrDefault(change.what(), change);
      await(
          new Change(change.what(), earlier.back(), change.again()),
          clock.instant().plus(within.get()));
    }
  }

  /** Lets everything stay that waits, and makes again what fell back. Returns what, in words. */
  synchronized Optional<String> confirm(String by) {
    List<String> confirmed = new ArrayList<>(waiting.keySet());
    confirmed.addAll(lapsed.keySet());
    if (confirmed.isEmpty()) {
      return Optional.empty();
    }
    waiting.clear();
    List<Change> again = List.copyOf(lapsed.values());
    lapsed.clear();
    write(State.CONFIRMED, fingerprint.get(), clock.instant());
    again.forEach(change -> change.again().run());
    health.forget(PART);
    String words = String.join(", ", confirmed);
    LOG.info("Confirmed by {}: {}", by, words);
    return Optional.of(words);
  }

  private void await(Change change, Instant until) {
    waiting.put(change.what(), change);
    Duration left = Duration.between(clock.instant(), until);
    LOG.warn(
        "Unless somebody runs tld confirm until {}, this falls back: {}", until, change.what());
    health.report(
        PART, Health.Status.DEGRADED, "run tld confirm until " + until + ": " + change.what());
    scheduler.accept(left, () -> late(change));
  }

  private synchronized void late(Change change) {
    if (waiting.remove(change.what(), change)) {
      lapse(change);
    }
  }

  private void lapse(Change change) {
    LOG.error("Nobody confirmed in time, this falls back: {}", change.what());
    health.report(
        PART,
        Health.Status.DEGRADED,
        "nobody ran tld confirm in time, so this fell back: " + change.what());
    lapsed.put(change.what(), change);
    if (change.what().equals(ENFORCEMENT)) {
      write(State.LAPSED, atStart, clock.instant());
    }
    change.back().run();
  }

  private void write(State state, String of, Instant until) {
    try {
      file.write(new Entry(state, of, until));
    } catch (IOException failed) {
      LOG.error("The confirmation is not on disk, a restart will not know of it", failed);
    }
  }
}
