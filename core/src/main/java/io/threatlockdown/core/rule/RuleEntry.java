package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A rule while its ruleset is read: where it stands stays, what it says may be overwritten. */
final class RuleEntry {
  private final List<TreeNode> places = new ArrayList<>();
  private RuleDefinition definition;
  private String file;
  private int line;
  private Category category;
  private Map<Integer, Integer> timesByRule = Map.of();

  /** Starts with a definition and where that is. */
  RuleEntry(RuleDefinition definition, String file, int line) {
    this.definition = definition;
    this.file = file;
    this.line = line;
    this.category = definition.category();
  }

  int id() {
    return definition.id();
  }

  RuleDefinition definition() {
    return definition;
  }

  /** The file of the definition in force. */
  String file() {
    return file;
  }

  /** The line where the definition in force opens. */
  int line() {
    return line;
  }

  /** Whether the definition in force is there. */
  boolean isDefinedAt(String inFile, int onLine) {
    return line == onLine && file.equals(inFile);
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
  void overwrite(RuleDefinition other, String inFile, int onLine) {
    file = inFile;
    line = onLine;
    definition = other.overwriting(definition);
    category = other.category();
  }
}
