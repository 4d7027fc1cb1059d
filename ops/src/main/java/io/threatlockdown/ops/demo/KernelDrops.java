package io.threatlockdown.ops.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code nft list} prints. */
final class KernelDrops {
  private static final Pattern ELEMENT =
      Pattern.compile(
          "([0-9a-f.:]+)(?: counter packets \\d+ bytes \\d+)? timeout \\S+ expires (?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?"
              + "(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Pattern COUNTER = Pattern.compile("counter packets (\\d+)");

  private KernelDrops() {}

  /** Returns each element with a timeout, prefixes by their first address, and the time left. */
  static Map<String, Duration> left(String listing) {
    Map<String, Duration> left = new HashMap<>();
    Matcher element = ELEMENT.matcher(listing);
    while (element.find()) {
      left.put(
          element.group(1),
          Duration.ofDays(number(element, 2))
              .plusHours(number(element, 3))
              .plusMinutes(number(element, 4))
              .plusSeconds(number(element, 5))
              .plusMillis(number(element, 6)));
    }
    return left;
  }

  /** Returns the sum of all counters. */
  static long packets(String listing) {
    return COUNTER
        .matcher(listing)
        .results()
        .mapToLong(result -> Long.parseLong(result.group(1)))
        .sum();
  }

  private static long number(Matcher element, int group) {
    String digits = element.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
