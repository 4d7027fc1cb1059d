package io.threatlockdown.core.rule;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local time of day lies between two minutes, both included: {@code <time>}. If the first is
 * later than the second, the range spans midnight, and then {@code !} has no effect (spec ruleset
 * §4.4).
 */
record TimeCondition(LocalTime from, LocalTime to, boolean negated) implements Condition {
  private static final String HOUR = "(\\d{1,2})(?::(\\d{2}))?(am|pm)?";
  private static final Pattern RANGE = Pattern.compile("(!?)" + HOUR + "-" + HOUR);

  /** Returns the condition of a text such as {@code 6 pm - 8:30 am}, or empty if it is none. */
  static Optional<TimeCondition> parse(String text) {
    Matcher range = RANGE.matcher(text.replaceAll("\\s", "").toLowerCase(Locale.ROOT));
    if (!range.matches()) {
      return Optional.empty();
    }
    boolean negated = !range.group(1).isEmpty();
    return time(range, 2)
        .flatMap(from -> time(range, 5).map(to -> new TimeCondition(from, to, negated)));
  }

  @Override
  public boolean holds(Attempt attempt) {
    LocalTime time = attempt.localTime().toLocalTime().truncatedTo(ChronoUnit.MINUTES);
    if (from.isAfter(to)) {
      return !time.isBefore(from) || !time.isAfter(to);
    }
    return (!time.isBefore(from) && !time.isAfter(to)) != negated;
  }

  private static Optional<LocalTime> time(Matcher range, int group) {
    int hour = Integer.parseInt(range.group(group));
    int minute = Optional.ofNullable(range.group(group + 1)).map(Integer::parseInt).orElse(0);
    String half = Optional.ofNullable(range.group(group + 2)).orElse("");
    if (!half.isEmpty()) {
      if (hour < 1 || hour > 12) {
        return Optional.empty();
      }
      hour = hour % 12 + (half.equals("pm") ? 12 : 0);
    }
    return hour > 23 || minute > 59 ? Optional.empty() : Optional.of(LocalTime.of(hour, minute));
  }
}
