package io.threatlockdown.core.rule;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Today, in local time, is one of the days: {@code <weekday>}. */
record WeekdayCondition(Set<DayOfWeek> days) implements Condition {
  private static final Set<DayOfWeek> WEEKENDS = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

  WeekdayCondition {
    days = Set.copyOf(days);
  }

  /**
   * Returns the condition of names or abbreviations of at least three letters, {@code weekdays} and
   * {@code weekends}, separated by commas or spaces; or empty if one is none of these.
   */
  static Optional<WeekdayCondition> parse(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,!]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    for (String word : words) {
      Set<DayOfWeek> named = days(word);
      if (named.isEmpty()) {
        return Optional.empty();
      }
      days.addAll(named);
    }
    return days.isEmpty() ? Optional.empty() : Optional.of(new WeekdayCondition(days));
  }

  @Override
  public boolean holds(Attempt attempt) {
    return days.contains(attempt.localTime().getDayOfWeek());
  }

  private static Set<DayOfWeek> days(String word) {
    return switch (word) {
      case "weekends" -> WEEKENDS;
      case "weekdays" -> EnumSet.complementOf(EnumSet.copyOf(WEEKENDS));
      default -> {
        EnumSet<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        days.removeIf(
            day -> word.length() < 3 || !day.name().toLowerCase(Locale.ROOT).startsWith(word));
        yield days;
      }
    };
  }
}
