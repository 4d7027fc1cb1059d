package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
 * @param fingerprint equal for rules that say the same
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
    List<IgnoreField> ignoreChecks,
    UUID fingerprint) {
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

  /**
   * Returns this definition as it overwrites another: a count keeps the source that the other's
   * had.
   */
  RuleDefinition overwriting(RuleDefinition old) {
    Optional<Composite> count =
        old.composite.isPresent()
            ? composite.map(value -> value.withSource(old.composite.get().source()))
            : composite;
    List<Condition> changed =
        conditions.stream()
            .map(
                condition ->
                    condition instanceof FrequencyCondition && count.isPresent()
                        ? new FrequencyCondition(count.get())
                        : condition)
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
        count,
        ignoreSeconds,
        silent,
        ignoreAdds,
        ignoreChecks,
        fingerprint(old.fingerprint + " " + fingerprint));
  }

  /** Returns what rules of the same text have in common, and others most surely not. */
  static UUID fingerprint(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
