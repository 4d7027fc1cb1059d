package io.threatlockdown.ops.demo;

/** A step of the demo did not work out. The message is for the operator. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  public DemoException(String message) {
    super(message);
    this.message = message;
  }

  /** Returns what did not work out. */
  public String message() {
    return message;
  }
}
