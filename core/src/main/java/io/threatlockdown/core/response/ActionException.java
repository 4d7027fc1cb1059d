package io.threatlockdown.core.response;

/** A response that is no drop could not be begun or undone; the message says why, for operators. */
public final class ActionException extends Exception {
  /** How the message begins if a program ended with a status other than 0, which follows. */
  public static final String EXITED = "exited with status ";

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
