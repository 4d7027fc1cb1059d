package io.threatlockdown.core.rule;

import java.util.SplittableRandom;

/**
 * The values by which events are counted, as one text, and what tells it from another at once.
 *
 * @param hash never 0
 * @param head its first eight bytes
 * @param tail the next eight
 * @param bytes its length if head and tail are all of it; else {@link #LONGER}
 */
record Key(String text, int hash, long head, long tail, int bytes) {
  /** Of a text of which head and tail are not all, or that has more than bytes. */
  static final int LONGER = -1;

  private static final int BLOCK = 8;
  private static final int BYTE_MAX = 0xff;

  /** Clients choose keys; with this they cannot choose many of one hash. */
  private static final long FACTOR = new SplittableRandom().nextLong() | 1;

  static Key of(String text) {
    int length = text.length();
    long head = block(text, 0);
    long tail = block(text, BLOCK);
    long hash = mixed(mixed(length, head), tail);
    for (int from = 2 * BLOCK; from < length; from += BLOCK) {
      hash = mixed(hash, block(text, from));
    }
    boolean isWhole = length <= 2 * BLOCK && areBytes(text);
    int folded = (int) hash;
    return new Key(text, folded == 0 ? 1 : folded, head, tail, isWhole ? length : LONGER);
  }

  private static long mixed(long hash, long block) {
    long product = (hash ^ block) * FACTOR;
    return product ^ product >>> Integer.SIZE;
  }

  private static long block(String text, int from) {
    long block = 0;
    int end = Math.min(text.length(), from + BLOCK);
    for (int i = from; i < end; i++) {
      block = block << Byte.SIZE | (text.charAt(i) & BYTE_MAX);
    }
    return block;
  }

  private static boolean areBytes(String text) {
    int seen = 0;
    for (int i = 0; i < text.length(); i++) {
      seen |= text.charAt(i);
    }
    return seen <= BYTE_MAX;
  }
}
