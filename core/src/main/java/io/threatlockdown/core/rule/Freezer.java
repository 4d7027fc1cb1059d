package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes the grown tree unchangeable. Equal parts of it become one (spec ruleset §4.2). */
final class Freezer {
  /** What makes two nodes one: the same rule, the same nodes below. */
  private record Shape(int ruleId, List<Integer> children) {}

  private final LiteralIndex.Builder literals = new LiteralIndex.Builder();
  private final Map<Shape, Node> nodes = new HashMap<>();
  private final IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();

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
    Node node = new Node(definition, numbers(definition), Children.of(children));
    nodes.put(shape, node);
    numbers.put(node, numbers.size());
    return node;
  }

  /** Returns the index of the texts that the frozen nodes look for. */
  LiteralIndex literals() {
    return literals.build();
  }

  private int[] numbers(RuleDefinition definition) {
    for (Condition condition : definition.conditions()) {
      List<String> texts = Literals.of(condition);
      int[] found = texts.stream().mapToInt(literals::number).toArray();
      if (found.length > 0
          && Arrays.stream(found).noneMatch(n -> n == LiteralIndex.Builder.NO_NUMBER)) {
        return found;
      }
    }
    return new int[0];
  }
}
