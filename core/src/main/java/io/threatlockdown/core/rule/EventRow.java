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
  private final int hash;
  private final long keyHead;
  private final long keyTail;
  private final int keyBytes;

  /** The next row of the same chain, kept by {@link Rows}. */
  @Nullable EventRow nextInSlot;

  private @Nullable Remembered[] ring = new Remembered[PLACES_MIN];

  /** When each came: known here, for most events are let be for that alone. */
  private long[] seconds = new long[PLACES_MIN];

  private int first;
  private int size;

  EventRow(Window window, Key key) {
    this.window = window;
    this.key = key.text();
    this.hash = key.hash();
    this.keyHead = key.head();
    this.keyTail = key.tail();
    this.keyBytes = key.bytes();
  }

  /** Whether its events have that key. */
  boolean has(Key other) {
    return keyHead == other.head()
        && keyTail == other.tail()
        && keyBytes == other.bytes()
        && (keyBytes != Key.LONGER || key.equals(other.text()));
  }

  int hash() {
    return hash;
  }

  /** The values that its events have in common. */
  String key() {
    return key;
  }

  int size() {
    return size;
  }

  long oldestSecond() {
    return seconds[first];
  }

  /** Returns when an event came, in epoch seconds; 0 is the newest. */
  long newestSecond(int index) {
    return seconds[place(size - 1 - index)];
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
    seconds[place(size)] = event.second();
    size++;
    return displaced;
  }

  /** Forgets the event, which is the oldest of its key, however often it was added. */
  void removeAll(Remembered event) {
    while (size > 0 && ring[first] == event) {
      removeFirst();
    }
    if (size == 0) {
      window.close(this);
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
    long[] largerSeconds = new long[larger.length];
    for (int i = 0; i < size; i++) {
      larger[i] = at(i);
      largerSeconds[i] = seconds[place(i)];
    }
    ring = larger;
    seconds = largerSeconds;
    first = 0;
  }
}
