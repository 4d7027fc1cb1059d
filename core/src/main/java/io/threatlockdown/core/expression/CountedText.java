package io.threatlockdown.core.expression;

/** A text that can be read only so often: the one brake that {@code java.util.regex} has. */
final class CountedText implements CharSequence {
  private final String text;
  private int reads;

  CountedText(String text) {
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++reads > Expressions.SEARCH_STEPS_MAX) {
      throw new SearchExceeded();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
