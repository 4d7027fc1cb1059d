package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a window by their keys: an open hash table (D. Knuth, The Art of Computer Programming
 * 3, 6.4, linear probing). To find a row mostly means to wait for memory. So hashes stand in a
 * table of their own, and a row knows the start of its key, which is all of an IPv4 address: but
 * for the row that is wanted, none is read.
 *
 * <p>A row whose events are all gone stays until as many rows are new as there were; then all such
 * go together.
 */
final class Rows {
  private static final int ROWS_MIN = 8;

  /** Of so many slots one is taken at most; a power of two. */
  private static final int SLOTS_PER_ROW = 2;

  private static final int FREE = 0;

  private int[] hashes = new int[SLOTS_PER_ROW * ROWS_MIN];
  private @Nullable EventRow[] slots = new EventRow[SLOTS_PER_ROW * ROWS_MIN];
  private int size;
  private int sizeMax = ROWS_MIN;

  /** Returns the row of that key; null if there is none. */
  @Nullable EventRow find(Key key) {
    int slot = slot(key.hash());
    while (hashes[slot] != FREE) {
      EventRow row = slots[slot];
      if (hashes[slot] == key.hash() && row != null && row.has(key)) {
        return row;
      }
      slot = slot(slot + 1);
    }
    return null;
  }

  /** Adds a row whose key is not here. Those without events may leave, so it needs one first. */
  void add(EventRow row, Arrivals arrivals) {
    if (size == sizeMax) {
      sweep(arrivals);
    }
    put(row);
  }

  /** Drops the rows whose events are all gone. */
  void sweep(Arrivals arrivals) {
    List<EventRow> kept = new ArrayList<>();
    for (EventRow row : slots) {
      if (row != null && row.trim(arrivals)) {
        kept.add(row);
      }
    }
    sizeMax = ROWS_MIN;
    while (sizeMax < 2 * kept.size()) {
      sizeMax *= 2;
    }
    hashes = new int[SLOTS_PER_ROW * sizeMax];
    slots = new EventRow[SLOTS_PER_ROW * sizeMax];
    size = 0;
    kept.forEach(this::put);
  }

  /** Returns all rows, those without events too. */
  List<EventRow> all() {
    List<EventRow> all = new ArrayList<>();
    for (EventRow row : slots) {
      if (row != null) {
        all.add(row);
      }
    }
    return all;
  }

  private void put(EventRow row) {
    int slot = slot(row.hash());
    while (hashes[slot] != FREE) {
      slot = slot(slot + 1);
    }
    hashes[slot] = row.hash();
    slots[slot] = row;
    size++;
  }

  private int slot(int hash) {
    return hash & (hashes.length - 1);
  }
}
