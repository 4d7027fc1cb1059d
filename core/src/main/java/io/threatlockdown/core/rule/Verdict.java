package io.threatlockdown.core.rule;

import java.util.Optional;

/**
 * What a ruleset made of an event.
 *
 * @param rule the rule that matched, also at level 0; empty if none did
 * @param description that rule's, with the event's fields put in; empty text without a rule
 * @param alert the alert; empty at level 0; while the rule keeps silent ({@code ignore}) that of
 *     the rule above it, if any
 */
public record Verdict(Optional<Rule> rule, String description, Optional<Alert> alert) {
  /** No rule matched. */
  public static final Verdict NONE = new Verdict(Optional.empty(), "", Optional.empty());
}
