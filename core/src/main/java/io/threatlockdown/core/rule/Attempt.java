package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.FoundTexts;
import io.threatlockdown.core.expression.LiteralIndex;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event on its way through the rules, and what its conditions found on the way. */
final class Attempt {
  private static final long[] NOT_LOOKED = {};

  private final Event event;
  private final @Nullable String decoder;
  private final Instant now;
  private final ZoneId zone;
  private final Correlation memory;
  private final LiteralIndex literals;
  private long[] texts = NOT_LOOKED;
  private int consumedBy;
  private List<String> previousLogs = List.of();
  private Optional<String> previousLog = Optional.empty();

  Attempt(Event event, Instant now, ZoneId zone, LiteralIndex literals, Correlation memory) {
    this.event = event;
    this.decoder = event.decoderName().orElse(null);
    this.now = now;
    this.zone = zone;
    this.literals = literals;
    this.memory = memory;
  }

  /** The name of the event's decoder; null if it has none. */
  @Nullable String decoder() {
    return decoder;
  }

  Event event() {
    return event;
  }

  Instant now() {
    return now;
  }

  ZonedDateTime localTime() {
    return now.atZone(zone);
  }

  Correlation memory() {
    return memory;
  }

  /**
   * Returns which texts occur in the log. Unless a decoder has looked for them already, all are
   * looked for at the first question.
   */
  long[] texts() {
    if (texts == NOT_LOOKED) {
      texts =
          event
              .texts()
              .filter(found -> found.isOf(literals))
              .map(FoundTexts::bits)
              .orElseGet(() -> literals.find(event.log(), 0));
    }
    return texts;
  }

  /** Whether it is known which texts occur, so that the question costs nothing. */
  boolean knowsTexts() {
    return texts != NOT_LOOKED || event.texts().isPresent();
  }

  /** The level of the last count that the event completed; 0 if none. */
  int consumedBy() {
    return consumedBy;
  }

  /** The logs that the last completed count took in, newest first. */
  List<String> previousLogs() {
    return previousLogs;
  }

  /** The earlier output, if {@code check_diff} found a difference. */
  Optional<String> previousLog() {
    return previousLog;
  }

  /** Whether the event completes the count. */
  boolean fires(Composite composite) {
    Optional<List<String>> logs = memory.events().fire(composite, event, now.getEpochSecond());
    if (logs.isEmpty()) {
      return false;
    }
    previousLogs = logs.get();
    consumedBy = composite.level();
    return true;
  }

  /** Whether the log differs from the last one that this rule saw from the event's host. */
  boolean differsFromLast(int ruleId) {
    Optional<String> last = memory.replaceOutput(ruleId, event);
    if (last.isEmpty() || last.get().equals(event.log())) {
      return false;
    }
    previousLog = last;
    return true;
  }
}
