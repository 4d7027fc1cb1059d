package io.threatlockdown.core.expression;

/** A pattern that does not compile. The message says what is wrong with it and where. */
public final class PatternException extends Exception {
  private static final long serialVersionUID = 1L;

  public PatternException(String message) {
    super(message);
  }
}
