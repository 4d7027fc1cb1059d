package io.threatlockdown.core.event;

import java.time.Instant;

/**
 * One line of text as a source delivered it.
 *
 * @param text the bytes of the line, one char a byte (ISO-8859-1), without its newline and at most
 *     {@link #BYTES_MAX} long; a NUL byte ends it, as in Wazuh
 * @param location where it was read: a file path, {@code journald}, {@code syscheck}, an address
 * @param receivedAt when the source had it
 */
public record LogLine(
    String text, String location, LineKind kind, ReportingHost host, Instant receivedAt) {
  /** The longest line that is analysed: what fits Wazuh's queue message (spec ruleset §8.3.6). */
  public static final int BYTES_MAX = 65_535;

  public LogLine {
    if (text.length() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a line has at most " + BYTES_MAX + " bytes: was " + text.length());
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      text = text.substring(0, nul);
    }
  }

  /** Returns a line of a log, as opposed to an event of another kind. */
  public static LogLine log(String text, String location, ReportingHost host, Instant receivedAt) {
    return new LogLine(text, location, LineKind.LOG, host, receivedAt);
  }

  /**
   * Returns a line that somebody hands in who names where it comes from: a file-integrity event if
   * that is {@code syscheck}, else a line of a log.
   */
  public static LogLine handedIn(
      String text, String location, ReportingHost host, Instant receivedAt) {
    LineKind kind = location.equals("syscheck") ? LineKind.SYSCHECK : LineKind.LOG;
    return new LogLine(text, location, kind, host, receivedAt);
  }
}
