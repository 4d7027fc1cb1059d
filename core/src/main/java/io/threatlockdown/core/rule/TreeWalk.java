package io.threatlockdown.core.rule;

import java.util.Optional;

/** Finds the rule of an event: the first that matches of each level, deepest counts. Used once. */
final class TreeWalk {
  private final Attempt attempt;
  private Optional<RuleDefinition> matched = Optional.empty();
  private Optional<RuleDefinition> parent = Optional.empty();

  TreeWalk(Attempt attempt) {
    this.attempt = attempt;
  }

  /** Whether the node's rule or one below matched. Goes no deeper than the tree is. */
  boolean enter(Node node, Optional<RuleDefinition> above) {
    RuleDefinition rule = node.definition();
    if (!node.holds(attempt)) {
      return false;
    }
    for (Node child : node.children().candidates(attempt)) {
      if (enter(child, node.self())) {
        return true;
      }
    }
    if (rule.silent()) {
      return false;
    }
    attempt.memory().countFired(rule);
    matched = node.self();
    parent = above;
    return true;
  }

  Optional<RuleDefinition> matched() {
    return matched;
  }

  /** The rule right above the one that matched. */
  Optional<RuleDefinition> parent() {
    return parent;
  }
}
