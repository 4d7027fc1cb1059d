package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules in the order in which they are tried. Where several ask that one value of the event be this
 * or that text, as Windows' rules do of the event's number, of those only the ones are tried that
 * ask for the text it is.
 */
final class Siblings {
  /** So many must ask for one value before looking them up by it costs less than trying them. */
  static final int ASKING_MIN = 4;

  private final Opening all;
  private final Optional<Subject> subject;
  private final Map<String, Opening> byValue = new HashMap<>();
  private final Opening notAsking;

  Siblings(List<Node> nodes) {
    all = new Opening(nodes);
    subject = mostAskedFor(nodes);
    List<Node> others = new ArrayList<>();
    Map<String, List<Node>> asking = new HashMap<>();
    for (Node node : nodes) {
      List<String> values = subject.map(asked -> values(node, asked)).orElse(List.of());
      for (String value : values) {
        asking.computeIfAbsent(value, unused -> new ArrayList<>(others)).add(node);
      }
      if (values.isEmpty()) {
        others.add(node);
        asking.values().forEach(list -> list.add(node));
      }
    }
    notAsking = subject.isEmpty() ? all : new Opening(others);
    asking.forEach((value, list) -> byValue.put(value, new Opening(list)));
  }

  /** Returns those that the event's value and log do not exclude, to be read only. */
  Node[] candidates(Event event) {
    if (subject.isEmpty()) {
      return all.candidates(event.log());
    }
    Optional<String> value = subject.get().of(event);
    Opening of =
        value.isEmpty()
            ? notAsking
            : byValue.getOrDefault(ExactValues.folded(value.get()), notAsking);
    return of.candidates(event.log());
  }

  private static Optional<Subject> mostAskedFor(List<Node> nodes) {
    if (nodes.size() < ASKING_MIN) {
      return Optional.empty(); // As most have so few.
    }
    Map<Subject, Integer> asked = new HashMap<>();
    for (Node node : nodes) {
      for (Subject subject : node.exactValues().keySet()) {
        asked.merge(subject, 1, Integer::sum);
      }
    }
    return asked.entrySet().stream()
        .filter(entry -> entry.getValue() >= ASKING_MIN)
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private static List<String> values(Node node, Subject subject) {
    return node.exactValues().getOrDefault(subject, List.of());
  }
}
