package io.threatlockdown.core.rule;

import java.util.Optional;

/** A rule and what stands below it. */
final class Node {
  private final RuleDefinition definition;
  private final Optional<RuleDefinition> self;
  private final Condition[] conditions;
  private final int[] literals;
  private final Children children;

  /**
   * Makes a node.
   *
   * @param literals numbers of texts of which the log must hold one for the rule to match; empty if
   *     none is needed
   */
  Node(RuleDefinition definition, int[] literals, Children children) {
    this.definition = definition;
    this.self = Optional.of(definition);
    this.conditions = definition.conditions().toArray(Condition[]::new);
    this.literals = literals.clone();
    this.children = children;
  }

  RuleDefinition definition() {
    return definition;
  }

  /** The definition once more, for those who may have none. */
  Optional<RuleDefinition> self() {
    return self;
  }

  Children children() {
    return children;
  }

  /** Whether the event meets all that the rule asks. */
  boolean holds(Attempt attempt) {
    if (!hasLiteral(attempt)) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.holds(attempt)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasLiteral(Attempt attempt) {
    if (literals.length == 0) {
      return true;
    }
    for (int literal : literals) {
      if (attempt.logHolds(literal)) {
        return true;
      }
    }
    return false;
  }
}
