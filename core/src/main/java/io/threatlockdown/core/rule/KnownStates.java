package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;

/**
 * What was last reported of a host's open ports and of each check of its configuration. A report
 * that says the same again is no event, one that says otherwise tells what was before (spec ruleset
 * §6.3). Owned by one thread.
 */
final class KnownStates {
  /** The most states remembered; the one not reported for longest goes first. */
  static final int STATES_MAX = 16_384;

  private static final String HOST_NEW = "hostinfo_new";
  private static final String HOST_MODIFIED = "hostinfo_modified";
  private static final String RESULT = "sca.check.result";
  private static final String PREVIOUS = "sca.check.previous_result";

  private final BoundedMap<String, String> states = new BoundedMap<>(STATES_MAX);

  long evictions() {
    return states.evictions();
  }

  /** Returns the event with what it changes; empty if it changes nothing. */
  Optional<Event> news(Event event) {
    if (event.category() != Category.OSSEC) {
      return Optional.of(event);
    }
    return switch (event.decoderName().orElse("")) {
      case HOST_NEW -> host(event);
      case "sca" -> check(event);
      default -> Optional.of(event);
    };
  }

  private Optional<Event> host(Event event) {
    String ports = event.field(StaticField.DATA).orElse("");
    Optional<String> before = states.put("host " + event.field(StaticField.ID).orElse(""), ports);
    if (before.isEmpty()) {
      return Optional.of(event);
    }
    return before.get().equals(ports)
        ? Optional.empty()
        : Optional.of(
            event.toBuilder().decoder(HOST_MODIFIED, Optional.empty(), event.category()).build());
  }

  private Optional<Event> check(Event event) {
    Optional<String> result = event.dynamicField(RESULT);
    if (result.isEmpty() || event.dynamicField(PREVIOUS).isPresent()) {
      return Optional.of(event); // No check, or one that knows already.
    }
    String check =
        event.dynamicField("sca.policy_id").orElse("")
            + ' '
            + event.dynamicField("sca.check.id").orElse("");
    Optional<String> before = states.put("check " + check, result.get());
    if (before.isEmpty()) {
      return Optional.of(event);
    }
    return before.equals(result)
        ? Optional.empty()
        : Optional.of(event.toBuilder().dynamicField(PREVIOUS, before.get()).build());
  }
}
