package io.threatlockdown.core.source;

import io.threatlockdown.core.event.LogLine;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of the systemd journal: the fields of it that matter here, one char a byte.
 *
 * @param fields by name; the first of several of a name
 * @param isTooLong whether a field was left out because it is larger than a line may be
 */
record JournalEntry(Map<String, String> fields, boolean isTooLong) {
  /** What is kept of an entry. */
  static final Set<String> FIELDS =
      Set.of(
          "__CURSOR",
          "__REALTIME_TIMESTAMP",
          "_HOSTNAME",
          "_SYSTEMD_UNIT",
          "SYSLOG_IDENTIFIER",
          "_COMM",
          "SYSLOG_PID",
          "_PID",
          "MESSAGE");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

  private static final long MICROS = 1_000_000;

  JournalEntry {
    fields = Map.copyOf(fields);
  }

  /** Returns a field, empty text if there is none. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  String identifier() {
    return first("SYSLOG_IDENTIFIER", "_COMM");
  }

  /** When the journal received it; empty if it does not say. */
  Optional<Instant> at() {
    try {
      long micros = Long.parseLong(field("__REALTIME_TIMESTAMP"));
      return Optional.of(
          Instant.ofEpochSecond(
              Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000));
    } catch (NumberFormatException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the line that a syslog daemon would have written, {@code Mon dd hh:mm:ss host
   * prog[pid]: message}; empty if it would be longer than a line may be. A newline within becomes a
   * space: it must not look like a line of its own.
   */
  Optional<String> line(String hostName, Instant otherwiseAt, ZoneId zone) {
    String host = fields.getOrDefault("_HOSTNAME", hostName);
    String pid = first("SYSLOG_PID", "_PID");
    String line =
        TIME.format(at().orElse(otherwiseAt).atZone(zone))
            + ' '
            + host
            + ' '
            + identifier()
            + (pid.isEmpty() ? "" : "[" + pid + "]")
            + ": "
            + field("MESSAGE");
    return isTooLong || line.length() > LogLine.BYTES_MAX
        ? Optional.empty()
        : Optional.of(line.replace('\n', ' '));
  }

  private String first(String name, String otherwise) {
    return fields.getOrDefault(name, field(otherwise));
  }
}
