package io.threatlockdown.core.xml;

/**
 * Something wrong in a configuration text.
 *
 * @param line counted from 1; 0 if it concerns the whole file
 * @param text names the element, its value, and what is allowed
 */
public record Problem(Severity severity, String file, int line, String text) {
  /** What a problem means. */
  public enum Severity {
    /** Loaded, though probably not as meant. */
    WARNING,
    /** The element it concerns is left out; the rest is loaded. */
    ERROR,
    /** Nothing may start with this configuration. */
    FATAL
  }

  /** Returns {@code file:line: severity: text}. */
  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ": "
        + severity.name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + text;
  }
}
