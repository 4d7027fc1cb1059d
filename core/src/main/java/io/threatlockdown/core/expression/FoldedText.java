package io.threatlockdown.core.expression;

import java.util.List;

/**
 * A text with its ASCII letters in lower case, and a summary of it: a bit for each pair of bytes
 * that follow each other, by hash. A text holds another only if it has all its bits, which mostly
 * says no after four comparisons (a Bloom filter; B. Bloom, Communications of the ACM 13:7, 1970).
 * Immutable.
 */
public final class FoldedText {
  private static final int BITS = 256;

  private final String lower;
  private final long[] pairs = new long[BITS / Long.SIZE];

  private FoldedText(String lower) {
    this.lower = lower;
    add(lower);
  }

  /** Returns a text folded. */
  public static FoldedText of(String text) {
    return new FoldedText(Ascii.lower(text));
  }

  /** Returns the summary of lower-case texts, all of which must be held. */
  static FoldedText ofAll(List<String> texts) {
    FoldedText all = new FoldedText("");
    texts.forEach(all::add);
    return all;
  }

  String lower() {
    return lower;
  }

  /** Whether this has all pairs of the other; true for some that it does not hold. */
  boolean mayHold(FoldedText other) {
    for (int i = 0; i < pairs.length; i++) {
      if ((other.pairs[i] & ~pairs[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private void add(String text) {
    for (int i = 1; i < text.length(); i++) {
      int bit = text.charAt(i - 1) * 59 + text.charAt(i) & BITS - 1;
      pairs[bit >> 6] |= 1L << bit;
    }
  }
}
