package io.threatlockdown.ops.wiring;

import java.util.concurrent.CompletionException;

/** The service cannot start. The message tells the operator why, and what to do where it can. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the one that says what is behind the failure. */
  static StartException because(RuntimeException failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new StartException(String.valueOf(cause.getMessage()), failure);
  }
}
