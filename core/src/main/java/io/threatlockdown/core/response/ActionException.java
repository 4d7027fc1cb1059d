package io.threatlockdown.core.response;

/** A response that is no drop could not be begun or undone; the message says why, for operators. */
public final class ActionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Returns one with what to tell the operator. */
  public ActionException(String message) {
    super(message);
  }

  /** Returns one with what to tell the operator, and what led to it. */
  public ActionException(String message, Throwable cause) {
    super(message, cause);
  }
}
