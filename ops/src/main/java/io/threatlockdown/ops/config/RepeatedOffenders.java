package io.threatlockdown.ops.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code <repeated_offenders>}: up to five block durations in minutes (spec AR §1.4). */
final class RepeatedOffenders {
  /** The most durations that count. */
  static final int DURATIONS_MAX = 5;

  private static final Pattern MINUTES = Pattern.compile("\\s*(\\d{1,8})\\s*");

  private RepeatedOffenders() {}

  /** Returns the durations; the first value that is no positive number ends the list. */
  static List<Duration> read(ConfElement element) {
    String[] parts = element.text().split(",", -1);
    List<Duration> durations = new ArrayList<>();
    for (String part : parts) {
      Matcher minutes = MINUTES.matcher(part);
      if (!minutes.matches() || Integer.parseInt(minutes.group(1)) == 0) {
        element.warning(
            "is " + element.shown() + "; allowed: minutes from 1 up. The list ends before that");
        break;
      }
      if (durations.size() == DURATIONS_MAX) {
        element.warning("has " + parts.length + " values; the first " + DURATIONS_MAX + " count");
        break;
      }
      durations.add(Duration.ofMinutes(Integer.parseInt(minutes.group(1))));
    }
    return List.copyOf(durations);
  }
}
