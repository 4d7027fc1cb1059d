package io.threatlockdown.core.source;

/**
 * A file to follow, or several.
 *
 * @param pattern an absolute path; {@code *}, {@code ?} and {@code [...]} match as in a shell, in
 *     any part of it but for names that begin with a dot
 * @param start where a file begins to be read that was there already when it was first followed
 */
public record LogFile(String pattern, Start start) {
  /** Where to begin. */
  public enum Start {
    /** With the lines to come, as Wazuh does. */
    END,
    /** With the first line. */
    BEGINNING
  }

  public LogFile {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a log file is an absolute path: was " + pattern);
    }
  }

  /** Returns a file, or several, followed from the lines to come. */
  public static LogFile of(String pattern) {
    return new LogFile(pattern, Start.END);
  }
}
