package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A rule while its ruleset is read: where it stands stays, what it says may be overwritten. */
final class RuleEntry {
  private final List<TreeNode> places = new ArrayList<>();
  private RuleDefinition definition;
  private Category category;
  private Map<Integer, Integer> timesByRule = Map.of();

  RuleEntry(RuleDefinition definition) {
    this.definition = definition;
    this.category = definition.category();
  }

  int id() {
    return definition.id();
  }

  RuleDefinition definition() {
    return definition;
  }

  /** The category, which a rule below another has from that one. */
  Category category() {
    return category;
  }

  void category(Category of) {
    category = of;
  }

  /** Where the rule stands in the tree. */
  List<TreeNode> places() {
    return places;
  }

  /** For a count by groups: the rules whose events count, and how often each. */
  Map<Integer, Integer> timesByRule() {
    return timesByRule;
  }

  void timesByRule(Map<Integer, Integer> times) {
    timesByRule = Map.copyOf(times);
  }

  /** Takes over all that the other says but its place and the source of its count. */
  void overwrite(RuleDefinition other) {
    definition = other.overwriting(definition);
    category = other.category();
  }
}
