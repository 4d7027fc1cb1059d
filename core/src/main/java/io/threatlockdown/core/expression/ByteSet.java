package io.threatlockdown.core.expression;

import java.util.Arrays;
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

  /** Returns the set of the bytes from one to another; of ASCII letters in both cases if wanted. */
  static ByteSet range(int low, int high, boolean caseless) {
    boolean[] members = new boolean[OTHER + 1];
    Arrays.fill(members, Math.min(low, OTHER), Math.min(high + 1, OTHER), true);
    for (int upper = 'A'; caseless && upper <= 'Z'; upper++) {
      int lower = upper + 'a' - 'A';
      boolean either = members[upper] || members[lower];
      members[upper] = either;
      members[lower] = either;
    }
    return new ByteSet(members);
  }

  /** Whether a char is in the set. */
  boolean has(int c) {
    return members[Math.min(c, OTHER)];
  }

  ByteSet or(ByteSet other) {
    boolean[] both = members.clone();
    for (int c = 0; c <= OTHER; c++) {
      both[c] |= other.members[c];
    }
    return new ByteSet(both);
  }

  ByteSet complement() {
    boolean[] others = new boolean[OTHER + 1];
    for (int c = 0; c <= OTHER; c++) {
      others[c] = !members[c];
    }
    return new ByteSet(others);
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
