package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.TextFilter;
import java.util.List;
import java.util.Optional;

/** A rule and what stands below it. */
final class Node {
  private final RuleDefinition definition;
  private final Optional<RuleDefinition> self;
  private final Condition[] conditions;
  private final TextFilter[] filters;
  private final Children children;

  /**
   * Makes a node.
   *
   * @param filters all of which must admit the log for the rule to match
   */
  Node(RuleDefinition definition, List<TextFilter> filters, Children children) {
    this.definition = definition;
    this.self = Optional.of(definition);
    this.conditions = definition.conditions().toArray(Condition[]::new);
    this.filters = filters.toArray(TextFilter[]::new);
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
    for (TextFilter filter : filters) {
      if (!filter.admits(attempt.texts())) {
        return false;
      }
    }
    for (Condition condition : conditions) {
      if (!condition.holds(attempt)) {
        return false;
      }
    }
    return true;
  }
}
