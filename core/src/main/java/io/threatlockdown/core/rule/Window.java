package io.threatlockdown.core.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The events that one rule may count, apart by the values in which they must be equal, so that a
 * search sees only events that qualify; under OSSEC all of them together.
 */
final class Window {
  /** The most events of one key kept, and searched, for a rule that wants them different. */
  static final int DIFFERENT_EVENTS_MAX = 1024;

  /** The events of one key, oldest first. Not used any more once the last one is gone. */
  static final class Lane {
    private final Window window;
    private final String key;
    private final Deque<Remembered> events = new ArrayDeque<>(2);

    private Lane(Window window, String key) {
      this.window = window;
      this.key = key;
    }

    /** Adds an event that has the key; returns the one that had to go for it, if any. */
    Optional<Remembered> add(Remembered event) {
      events.addLast(event);
      return events.size() > window.keptMax ? Optional.of(events.removeFirst()) : Optional.empty();
    }

    /** Forgets the event, which is the oldest of its key, however often it was added. */
    void removeAll(Remembered event) {
      while (events.peekFirst() == event) {
        events.removeFirst();
      }
      if (events.isEmpty()) {
        window.lanes.remove(key, this);
      }
    }
  }

  private final Composite composite;
  private final int keptMax;
  private final Map<String, Lane> lanes = new HashMap<>();

  Window(Composite composite) {
    this.composite = composite;
    int lookedAtMax =
        composite.counting().keepsAll() ? EventMemory.EVENTS_MAX : DIFFERENT_EVENTS_MAX;
    this.keptMax =
        composite.looksFurther()
            ? Math.max(lookedAtMax, composite.earlierEvents())
            : composite.earlierEvents();
  }

  Composite composite() {
    return composite;
  }

  /** Returns the place of events with that key. */
  Lane lane(String key) {
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = new Lane(this, key);
      lanes.put(key, lane);
    }
    return lane;
  }

  /**
   * Returns the events that equal the current one in what matters, oldest first and to be read
   * only; empty if it is certain that they are too few for the rule to match.
   */
  Optional<Deque<Remembered>> enough(String key, long now) {
    Lane lane = lanes.get(key);
    if (lane == null || lane.events.size() < composite.earlierEvents()) {
      return Optional.empty();
    }
    // Without a difference to look for, all of those kept are needed, the oldest too.
    boolean tooOld = !composite.looksFurther() && composite.tooOld(lane.events.getFirst(), now);
    return tooOld ? Optional.empty() : Optional.of(lane.events);
  }
}
