package io.threatlockdown.core.rule;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an alert says of the rule that raised it. How the rule matches is known to {@link RuleSet}.
 *
 * @param id 1 to 999999
 * @param level 0 to 16; 0 never raises an alert
 * @param description may name fields as {@code $(field)}
 * @param groupText the groups as the ruleset writes them, each ended by a comma
 * @param groups the groups that are no compliance tags, in order of first appearance
 * @param compliance controls by standard, such as {@code pci_dss} to {@code 10.2.4}, in order
 * @param mitreIds ATT&amp;CK technique ids, such as {@code T1110.001}
 * @param frequency as the ruleset writes it; empty for a rule that does not count
 */
public record Rule(
    int id,
    int level,
    String description,
    String groupText,
    List<String> groups,
    Map<String, List<String>> compliance,
    List<String> mitreIds,
    OptionalInt frequency,
    Set<Option> options) {

  /** The {@code <options>} of a rule (spec ruleset §4.7). */
  public enum Option {
    ALERT_BY_EMAIL,
    NO_EMAIL_ALERT,
    LOG_ALERT,
    NO_LOG,
    NO_FULL_LOG,
    NO_COUNTER,
    NO_AR
  }

  public Rule {
    groups = List.copyOf(groups);
    mitreIds = List.copyOf(mitreIds);
    options = Set.copyOf(options);
  }
}
