package io.threatlockdown.core.rule;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A count for each of some positive numbers. An open hash table (D. Knuth, The Art of Computer
 * Programming 3, 6.4, linear probing): counting is a look at one or two places and makes no object.
 */
final class IntCounts {
  private static final int FREE = -1;
  private static final int SLOTS_MIN = 16;
  private static final int SPREAD = 0x9E3779B9; // 2^32 divided by the golden ratio

  private int[] keys = empty(SLOTS_MIN);
  private int[] counts = new int[SLOTS_MIN];
  private int size;

  /** Counts once more, up to {@link Integer#MAX_VALUE}. */
  void increment(int key) {
    int slot = slot(key);
    if (keys[slot] == FREE) {
      if (2 * size >= keys.length) {
        rebuild(2 * keys.length, unused -> false);
        slot = slot(key);
      }
      keys[slot] = key;
      size++;
    }
    counts[slot] += counts[slot] == Integer.MAX_VALUE ? 0 : 1;
  }

  /** Returns the count; 0 for what was never counted. */
  int of(int key) {
    int slot = slot(key);
    return keys[slot] == FREE ? 0 : counts[slot];
  }

  /** Forgets some. */
  void removeIf(IntPredicate isUnwanted) {
    rebuild(keys.length, isUnwanted);
  }

  private void rebuild(int slots, IntPredicate isUnwanted) {
    int[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = empty(slots);
    counts = new int[slots];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE && !isUnwanted.test(oldKeys[i])) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        size++;
      }
    }
  }

  /** Returns where the key is or would be. */
  private int slot(int key) {
    int mask = keys.length - 1;
    int slot = ((key * SPREAD) >>> 16) & mask;
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int[] empty(int slots) {
    int[] keys = new int[slots];
    Arrays.fill(keys, FREE);
    return keys;
  }
}
