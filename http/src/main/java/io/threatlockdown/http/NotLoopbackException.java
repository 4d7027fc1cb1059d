package io.threatlockdown.http;

/**
 * The service was told to listen where others can reach it. Without TLS a token would travel in the
 * clear, so this is refused: it is a bad configuration, exit code 78.
 */
public final class NotLoopbackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotLoopbackException(String message) {
    super(message);
  }
}
