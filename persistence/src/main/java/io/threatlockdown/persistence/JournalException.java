package io.threatlockdown.persistence;

/**
 * The journal cannot be opened. The message names the file or directory, what is wrong, and what to
 * do about it.
 */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
