package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The one timer for the response that is due next. */
final class DueTimer {
  private static final Duration WAIT_MAX = Duration.ofDays(1); // Pekko's timers end at 248 days

  private final TimerScheduler<Responder.Command> timers;
  private final Consumer<Responder.Command> self;
  private boolean told;

  /**
   * @param self is told at once of what is due already
   */
  DueTimer(TimerScheduler<Responder.Command> timers, Consumer<Responder.Command> self) {
    this.timers = timers;
    this.self = self;
  }

  /**
   * Arms it.
   *
   * @param next how long until then; empty: never
   */
  void arm(Optional<Duration> next) {
    if (next.isEmpty() || next.get().isZero()) {
      timers.cancel(ActionNote.Due.INSTANCE);
    } else {
      Duration wait = next.get().compareTo(WAIT_MAX) < 0 ? next.get() : WAIT_MAX;
      timers.startSingleTimer(ActionNote.Due.INSTANCE, wait);
    }
    if (!told && next.filter(Duration::isZero).isPresent()) {
      told = true;
      self.accept(ActionNote.Due.INSTANCE);
    }
  }

  /** What was told has come. */
  void came() {
    told = false;
  }
}
