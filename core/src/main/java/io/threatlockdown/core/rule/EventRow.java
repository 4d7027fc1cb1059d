package io.threatlockdown.core.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one window that have one key, oldest first: a ring that grows with them. Not used
 * any more once the last one is gone.
 */
final class EventRow {
  private static final int PLACES_MIN = 2; // As all greater ones a power of two.

  private final Window window;
  private final String key;
  private @Nullable Remembered[] ring = new Remembered[PLACES_MIN];
  private int first;
  private int size;

  /** When the oldest came: known here, for it rarely came in time and then all are let be. */
  private long oldestSecond;

  EventRow(Window window, String key) {
    this.window = window;
    this.key = key;
  }

  int size() {
    return size;
  }

  long oldestSecond() {
    return oldestSecond;
  }

  /** Returns an event; 0 is the newest. */
  Remembered newest(int index) {
    return at(size - 1 - index);
  }

  /** Adds an event that has the key; returns the one that had to go for it, if any. */
  Optional<Remembered> add(Remembered event) {
    Optional<Remembered> displaced = Optional.empty();
    if (size == window.keptMax()) {
      displaced = Optional.of(at(0));
      removeFirst();
    } else if (size == ring.length) {
      grow();
    }
    ring[place(size)] = event;
    size++;
    oldestSecond = at(0).second();
    return displaced;
  }

  /** Forgets the event, which is the oldest of its key, however often it was added. */
  void removeAll(Remembered event) {
    while (size > 0 && at(0) == event) {
      removeFirst();
    }
    if (size == 0) {
      window.close(key, this);
    } else {
      oldestSecond = at(0).second();
    }
  }

  private Remembered at(int index) {
    Remembered event = ring[place(index)];
    if (event == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return event;
  }

  private int place(int index) {
    return (first + index) & (ring.length - 1);
  }

  private void removeFirst() {
    ring[first] = null;
    first = place(1);
    size--;
  }

  private void grow() {
    @Nullable Remembered[] larger = new Remembered[2 * ring.length];
    for (int i = 0; i < size; i++) {
      larger[i] = at(i);
    }
    ring = larger;
    first = 0;
  }
}
