package io.threatlockdown.ops.wiring;

/** The service cannot start. The message tells the operator why, and what to do where it can. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
