package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.expression.TextFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes the grown tree unchangeable. Equal parts of it become one (spec ruleset §4.2). */
final class Freezer {
  /** What makes two nodes one: the same rule, the same nodes below. */
  private record Shape(int ruleId, List<Integer> children) {}

  private final LiteralIndex literals;
  private final Map<Shape, Node> nodes = new HashMap<>();
  private final IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();

  Freezer(LiteralIndex literals) {
    this.literals = literals;
  }

  Node freeze(TreeNode grown) {
    List<Node> children = new ArrayList<>();
    List<Integer> childNumbers = new ArrayList<>();
    for (TreeNode child : grown.children()) {
      Node node = freeze(child);
      children.add(node);
      childNumbers.add(numbers.getOrDefault(node, -1));
    }
    Shape shape = new Shape(grown.entry().id(), childNumbers);
    Node known = nodes.get(shape);
    if (known != null) {
      return known;
    }
    RuleDefinition definition = grown.entry().definition();
    Node node = new Node(definition, filters(definition), Children.of(children));
    nodes.put(shape, node);
    numbers.put(node, numbers.size());
    return node;
  }

  /** Returns what tells of a log that it does not meet the rule's conditions. */
  private List<TextFilter> filters(RuleDefinition definition) {
    List<TextFilter> filters = new ArrayList<>();
    for (Condition condition : definition.conditions()) {
      if (condition instanceof PatternCondition pattern
          && pattern.subject() == Subject.Part.LOG
          && !pattern.negated()) {
        TextFilter filter =
            TextFilter.of(pattern.flavour(), pattern.expression().source(), literals);
        if (!filter.admitsAll()) {
          filters.add(filter);
        }
      }
    }
    return filters;
  }
}
