package io.threatlockdown.http;

/** The token file cannot be used. The message says which file, why, and what to do. */
public final class TokenFileException extends Exception {
  private static final long serialVersionUID = 1L;

  TokenFileException(String message) {
    super(message);
  }

  TokenFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
