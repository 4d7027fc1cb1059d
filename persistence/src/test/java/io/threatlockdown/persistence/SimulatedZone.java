package io.threatlockdown.persistence;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The local time of the host, which jumps by an hour when daylight saving begins or ends: that of
 * the process, and that in the lines, whose headers name no zone. The wall clock itself counts UTC
 * and does not jump, nor do the journal's instants; so nothing may come of it. What does go by
 * local time is text, and rules with a time of day, which decide as the host's people would.
 */
final class SimulatedZone {
  private static final DateTimeFormatter HEADER =
      DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);
  private static final TimeZone USUAL = TimeZone.getDefault();

  private int hours = 1;

  /** Local time jumps by an hour. */
  void jump() {
    hours = 3 - hours;
    TimeZone.setDefault(TimeZone.getTimeZone(zone()));
  }

  /** Returns what syslog writes at the beginning of a line. */
  String header(Instant wall) {
    return HEADER.format(wall.atZone(zone()));
  }

  /** Gives the process back its own. */
  void end() {
    TimeZone.setDefault(USUAL);
  }

  private ZoneId zone() {
    return ZoneOffset.ofHours(hours);
  }
}
