package io.threatlockdown.core.expression;

import java.util.function.IntPredicate;

/** A set of bytes, held as chars; all chars that are no bytes are in it or none is. Immutable. */
final class ByteSet {
  /** Stands for every char that is no byte. */
  private static final int OTHER = 256;

  private final boolean[] members;

  private ByteSet(boolean[] members) {
    this.members = members;
  }

  /** Returns the set of the bytes of which that is true. */
  static ByteSet of(IntPredicate isMember) {
    boolean[] members = new boolean[OTHER + 1];
    for (int c = 0; c <= OTHER; c++) {
      members[c] = isMember.test(c);
    }
    return new ByteSet(members);
  }

  /** Whether a char is in the set. */
  boolean has(int c) {
    return members[Math.min(c, OTHER)];
  }

  ByteSet or(ByteSet other) {
    return of(c -> has(c) || other.has(c));
  }

  ByteSet complement() {
    return of(c -> !has(c));
  }

  /** Returns the only char in the set; -1 if there are more, or none. */
  int only() {
    int only = -1;
    for (int c = 0; c <= OTHER; c++) {
      if (members[c]) {
        if (only >= 0 || c == OTHER) {
          return -1;
        }
        only = c;
      }
    }
    return only;
  }

  /** Returns how many bytes are in the set. */
  int size() {
    int size = 0;
    for (int c = 0; c < OTHER; c++) {
      size += members[c] ? 1 : 0;
    }
    return size;
  }

  /** Whether no byte is in both. */
  boolean isDisjointFrom(ByteSet other) {
    for (int c = 0; c <= OTHER; c++) {
      if (members[c] && other.members[c]) {
        return false;
      }
    }
    return true;
  }
}
