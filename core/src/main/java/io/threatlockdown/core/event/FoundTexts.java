package io.threatlockdown.core.event;

/**
 * Which of the texts that patterns need occur in a log. Decoders find them in one pass over the
 * line, and rules that know the same texts by the same numbers need not look again. Immutable.
 */
public final class FoundTexts {
  private final Object index;
  private final long[] bits;

  /**
   * Takes what was found.
   *
   * @param index what gave the texts their numbers
   * @param bits a bit for each text by its number; not to be changed any more
   */
  public FoundTexts(Object index, long[] bits) {
    this.index = index;
    this.bits = bits;
  }

  /** Whether the texts have the numbers of that index. */
  public boolean isOf(Object other) {
    return index == other;
  }

  /** Returns a bit for each text, to be read only. */
  public long[] bits() {
    return bits;
  }
}
