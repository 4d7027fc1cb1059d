package io.threatlockdown.ops.config;

import java.util.List;

/**
 * A {@code <localfile>} of ossec.conf: log lines to read (spec AR §1.6).
 *
 * @param location a path, possibly with wildcards ({@code *}, {@code ?}, {@code [a-z]}) and
 *     strftime letters ({@code %Y}); {@code journald} for the systemd journal
 * @param onlyFutureEvents whether to start at the end of a file that has no remembered position
 * @param filters what the journal is asked for; an entry satisfies all of them; empty: everything
 */
public record LocalFile(
    String location, Format format, boolean onlyFutureEvents, List<JournalFilter> filters) {

  /** How the lines are written. */
  public enum Format {
    /** One line a log, as it is. Also Apache, Squid, IIS and Snort's fast format. */
    SYSLOG,
    /** One JSON object a line. */
    JSON,
    /** The systemd journal. */
    JOURNALD
  }

  /**
   * A condition on a field of the journal.
   *
   * @param field such as {@code _SYSTEMD_UNIT}
   * @param pattern PCRE2, searched in its value
   * @param ignoreIfMissing whether an entry without the field satisfies it
   */
  public record JournalFilter(String field, String pattern, boolean ignoreIfMissing) {}

  public LocalFile {
    filters = List.copyOf(filters);
  }
}
