package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.Suppression;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lets the first suppression of a kind pass at once and gathers those that follow within {@link
 * #WINDOW} into one, so that an allowlisted address that raises a thousand alerts does not fill the
 * journal.
 */
final class SuppressionGate {
  /** How long suppressions are gathered. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** The most kinds gathered at once; more are passed on one by one. */
  static final int KINDS_MAX = 64;

  private record Kind(String target, String response, int ruleId, String because) {}

  private final Consumer<Suppression> passed;
  private final Map<Kind, Suppression> gathered = new HashMap<>();
  private boolean open = true;

  SuppressionGate(Consumer<Suppression> passed) {
    this.passed = passed;
  }

  /** Takes a suppression. Returns whether {@link #flush} is to be called after {@link #WINDOW}. */
  boolean suppress(Suppression suppression) {
    if (open) {
      open = false;
      passed.accept(suppression);
      return true;
    }
    Kind kind =
        new Kind(
            suppression.target().toString(),
            suppression.response(),
            suppression.ruleId(),
            suppression.because());
    if (gathered.size() >= KINDS_MAX && !gathered.containsKey(kind)) {
      passed.accept(suppression);
    } else {
      gathered.merge(kind, suppression, SuppressionGate::join);
    }
    return false;
  }

  /** Passes on what was gathered; the next one passes at once again. */
  void flush() {
    gathered.values().forEach(passed);
    gathered.clear();
    open = true;
  }

  private static Suppression join(Suppression earlier, Suppression later) {
    return new Suppression(
        later.target(),
        later.response(),
        later.ruleId(),
        later.because(),
        earlier.count() + later.count(),
        later.at());
  }
}
