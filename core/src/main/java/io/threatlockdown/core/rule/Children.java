package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules of one parent in the order in which they are tried, sorted by the decoder they want: most
 * rules are out for that alone.
 */
final class Children {
  private final Siblings whateverDecoder;
  private final Map<String, Siblings> byDecoder = new HashMap<>();

  private Children(List<Node> whateverDecoder, Map<String, List<Node>> byDecoder) {
    this.whateverDecoder = new Siblings(whateverDecoder);
    byDecoder.forEach((name, nodes) -> this.byDecoder.put(name, new Siblings(nodes)));
  }

  static Children of(List<Node> nodes) {
    Map<String, List<Node>> byDecoder = new HashMap<>();
    List<Node> whatever = new ArrayList<>();
    for (Node node : nodes) {
      if (node.definition().decoder().isEmpty()) {
        whatever.add(node);
        byDecoder.values().forEach(list -> list.add(node));
      } else {
        byDecoder
            .computeIfAbsent(node.definition().decoder().get(), unused -> new ArrayList<>(whatever))
            .add(node);
      }
    }
    return new Children(whatever, byDecoder);
  }

  /** Returns those that decoder and values of the event do not exclude, to be read only. */
  Node[] candidates(Attempt attempt) {
    String decoder = attempt.decoder();
    Siblings siblings =
        decoder == null || byDecoder.isEmpty()
            ? whateverDecoder
            : byDecoder.getOrDefault(decoder, whateverDecoder);
    return siblings.candidates(attempt.event());
  }
}
