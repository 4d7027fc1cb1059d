package io.threatlockdown.core.rule;

/**
 * The numbers of the events of one window that have one key, oldest first: a ring that grows with
 * them. Events leave it unnoticed when they get too old; {@link #trim} then drops their numbers.
 */
final class EventRow {
  /** No number. */
  static final int NONE = -1;

  private static final int PLACES_MIN = 2; // As all greater ones a power of two.

  private final String key;
  private final int hash;
  private final long keyHead;
  private final long keyTail;
  private final int keyBytes;

  private int[] ring = new int[PLACES_MIN];
  private int first;
  private int size;

  EventRow(Key key) {
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

  int oldest() {
    return ring[first];
  }

  /** Returns an event's number; 0 is the newest. */
  int newest(int index) {
    return ring[place(size - 1 - index)];
  }

  /** Forgets the events that are gone; whether any is left. */
  boolean trim(Arrivals arrivals) {
    while (size > 0 && arrivals.isGone(ring[first])) {
      removeFirst();
    }
    return size > 0;
  }

  /**
   * Adds an event that has the key, once those that are gone are forgotten.
   *
   * @return the one that had to go for it, as the row holds so many at most; else {@link #NONE}
   */
  int add(int number, int keptMax) {
    int displaced = NONE;
    if (size == keptMax) {
      displaced = ring[first];
      removeFirst();
    } else if (size == ring.length) {
      grow();
    }
    ring[place(size)] = number;
    size++;
    return displaced;
  }

  /** Takes over what {@link Arrivals#renumber} returned; none of its events is gone. */
  void renumber(int[] numbers, int oldOldest) {
    for (int i = 0; i < size; i++) {
      ring[place(i)] = numbers[ring[place(i)] - oldOldest];
    }
  }

  private int place(int index) {
    return (first + index) & (ring.length - 1);
  }

  private void removeFirst() {
    first = place(1);
    size--;
  }

  private void grow() {
    int[] larger = new int[2 * ring.length];
    for (int i = 0; i < size; i++) {
      larger[i] = ring[place(i)];
    }
    ring = larger;
    first = 0;
  }
}
