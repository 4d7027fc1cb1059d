package io.threatlockdown.core.rule;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a window by their keys: a hash table with chains (D. Knuth, The Art of Computer
 * Programming 3, 6.4). To find a row mostly means to wait for memory. So a row knows the start of
 * its key, which is all of an IPv4 address, and the next row of its chain, and nothing else is
 * read.
 */
final class Rows {
  private static final int SLOTS_MIN = 16; // As all greater ones a power of two.

  private @Nullable EventRow[] slots = new EventRow[SLOTS_MIN];
  private int size;

  /** Returns the row of that key; null if there is none. */
  @Nullable EventRow find(Key key) {
    EventRow row = slots[slot(key.hash())];
    while (row != null && !row.has(key)) {
      row = row.nextInSlot;
    }
    return row;
  }

  /** Adds a row whose key is not here. */
  void add(EventRow row) {
    if (size == slots.length) {
      grow();
    }
    size++;
    put(row);
  }

  /** Takes a row away, if it is here. */
  void remove(EventRow row) {
    int slot = slot(row.hash());
    EventRow before = null;
    for (EventRow at = slots[slot]; at != null; at = at.nextInSlot) {
      if (at == row) {
        if (before == null) {
          slots[slot] = row.nextInSlot;
        } else {
          before.nextInSlot = row.nextInSlot;
        }
        row.nextInSlot = null;
        size--;
        return;
      }
      before = at;
    }
  }

  private void grow() {
    @Nullable EventRow[] fewer = slots;
    slots = new EventRow[2 * fewer.length];
    for (EventRow first : fewer) {
      EventRow row = first;
      while (row != null) {
        EventRow next = row.nextInSlot;
        put(row);
        row = next;
      }
    }
  }

  private void put(EventRow row) {
    int slot = slot(row.hash());
    row.nextInSlot = slots[slot];
    slots[slot] = row;
  }

  private int slot(int hash) {
    return hash & (slots.length - 1);
  }
}
