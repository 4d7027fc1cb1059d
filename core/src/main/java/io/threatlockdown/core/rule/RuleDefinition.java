package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import java.util.List;
import java.util.Optional;

/**
 * A rule with all that its element says.
 *
 * @param sortLevel where it stands among its siblings: higher first, level 0 before all
 * @param decoder the decoder it wants, if any; also the first of the conditions
 * @param conditions in the order of spec ruleset §4.4; those that remember come last
 * @param composite what it counts, if it does; also the last of the conditions
 * @param ignoreSeconds how long it keeps silent after an alert; 0 for never
 * @param silent {@code noalert}: it only leads to its children
 * @param ignoreAdds the values that later events are ignored for; empty for none
 * @param ignoreChecks the values for which this rule may be ignored; empty for none
 */
record RuleDefinition(
    Rule rule,
    Description description,
    GroupText groupText,
    Category category,
    Placement placement,
    int sortLevel,
    Optional<String> decoder,
    List<Condition> conditions,
    Optional<Composite> composite,
    int ignoreSeconds,
    boolean silent,
    List<IgnoreField> ignoreAdds,
    List<IgnoreField> ignoreChecks) {
  RuleDefinition {
    conditions = List.copyOf(conditions);
    ignoreAdds = List.copyOf(ignoreAdds);
    ignoreChecks = List.copyOf(ignoreChecks);
  }

  /** A value that {@code <ignore>} and {@code <check_if_ignored>} name. */
  record IgnoreField(String name, Subject subject) {}

  int id() {
    return rule.id();
  }

  /** Returns this definition with another count, whose condition replaces the old one. */
  RuleDefinition withComposite(Composite other) {
    List<Condition> changed =
        conditions.stream()
            .map(old -> old instanceof FrequencyCondition ? new FrequencyCondition(other) : old)
            .toList();
    return new RuleDefinition(
        rule,
        description,
        groupText,
        category,
        placement,
        sortLevel,
        decoder,
        changed,
        Optional.of(other),
        ignoreSeconds,
        silent,
        ignoreAdds,
        ignoreChecks);
  }
}
