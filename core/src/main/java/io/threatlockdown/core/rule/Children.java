package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules of one parent in the order in which they are tried, sorted by the decoder they want: most
 * rules are out for that alone.
 */
final class Children {
  private final Node[] whateverDecoder;
  private final Map<String, Node[]> byDecoder = new HashMap<>();

  private Children(List<Node> whateverDecoder, Map<String, List<Node>> byDecoder) {
    this.whateverDecoder = whateverDecoder.toArray(Node[]::new);
    byDecoder.forEach((name, nodes) -> this.byDecoder.put(name, nodes.toArray(Node[]::new)));
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

  /** Returns those that the event's decoder does not exclude, to be read only. */
  Node[] candidates(Event event) {
    if (byDecoder.isEmpty() || event.decoderName().isEmpty()) {
      return whateverDecoder;
    }
    return byDecoder.getOrDefault(event.decoderName().get(), whateverDecoder);
  }
}
