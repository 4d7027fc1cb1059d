package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule of level 1 or more that matched an event.
 *
 * @param id epoch seconds, a dot, and a running number, as Wazuh writes it
 * @param at when it was raised
 * @param description the rule's, with the event's fields put in
 * @param firedTimes how often the rule matched on this host since start, this time included
 * @param previousLogs for a rule that counts: the logs it counted before, newest first
 * @param previousLog for {@code check_diff}: what the output was before
 */
public record Alert(
    String id,
    Instant at,
    Rule rule,
    Event event,
    String description,
    int firedTimes,
    List<String> previousLogs,
    Optional<String> previousLog) {
  public Alert {
    previousLogs = List.copyOf(previousLogs);
  }
}
