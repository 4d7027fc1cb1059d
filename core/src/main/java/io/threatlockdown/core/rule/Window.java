package io.threatlockdown.core.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that one rule may count, oldest first, apart by the values in which they must be
 * equal, so that a search sees only events that qualify; under OSSEC all of them together.
 */
final class Window {
  /** The most events of one key kept, and searched, for a rule that wants them different. */
  static final int DIFFERENT_EVENTS_MAX = 1024;

  private final int wanted;
  private final int keptMax;
  private final Map<String, Deque<Remembered>> byKey = new HashMap<>();

  Window(Composite composite) {
    this.wanted = composite.earlierEvents();
    int lookedAtMax =
        composite.counting().keepsAll() ? EventMemory.EVENTS_MAX : DIFFERENT_EVENTS_MAX;
    this.keptMax =
        composite.looksFurther()
            ? Math.max(lookedAtMax, composite.earlierEvents())
            : composite.earlierEvents();
  }

  /**
   * Returns the events that equal the current one in what matters, newest first; none if they are
   * too few for the rule to match.
   */
  Iterator<Remembered> newestFirst(String key) {
    Deque<Remembered> events = byKey.get(key);
    return events == null || events.size() < wanted
        ? List.<Remembered>of().iterator()
        : events.descendingIterator();
  }

  /** Adds an event that has the key; returns the one that had to go for it, if any. */
  Optional<Remembered> add(String key, Remembered event) {
    Deque<Remembered> events = byKey.computeIfAbsent(key, unused -> new ArrayDeque<>(2));
    events.addLast(event);
    return events.size() > keptMax ? Optional.of(events.removeFirst()) : Optional.empty();
  }

  /** Forgets the event, which is the oldest of its key, however often it was added. */
  void removeAll(String key, Remembered event) {
    Deque<Remembered> events = byKey.get(key);
    if (events == null) {
      return;
    }
    while (events.peekFirst() == event) {
      events.removeFirst();
    }
    if (events.isEmpty()) {
      byKey.remove(key);
    }
  }
}
