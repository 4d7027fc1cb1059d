package io.threatlockdown.ops.config;

import io.threatlockdown.core.source.integrity.IntegritySettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads when all watched files are looked through. With a time or a day the default frequency does
 * not count, one that is given does.
 */
final class ScanTimes {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2})(?::(\\d{2}))? ?([ap]m)?", Pattern.CASE_INSENSITIVE);

  private Optional<Duration> every = Optional.empty();
  private Optional<LocalTime> time = Optional.empty();
  private Optional<DayOfWeek> day = Optional.empty();

  IntegritySettings.Schedule schedule() {
    boolean isByFrequency = time.isEmpty() && day.isEmpty();
    return new IntegritySettings.Schedule(
        every.or(() -> isByFrequency ? IntegritySettings.NONE.schedule().every() : every),
        time,
        day);
  }

  void every(Duration duration) {
    every = Optional.of(duration);
  }

  void time(ConfElement element) {
    Matcher matcher = TIME.matcher(element.text().strip());
    time = matcher.matches() ? time(matcher) : Optional.empty();
    if (time.isEmpty()) {
      element.fatal(
          "is " + element.shown() + "; allowed: a time of day such as 21:30, 9pm or 8:30 am");
    }
  }

  private static Optional<LocalTime> time(Matcher matcher) {
    int hour = Integer.parseInt(matcher.group(1));
    int minute = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    String half = matcher.group(3) == null ? "" : matcher.group(3).toLowerCase(Locale.ROOT);
    boolean isOfTwelve = !half.isEmpty();
    if (minute > 59 || hour > (isOfTwelve ? 12 : 23) || (isOfTwelve && hour == 0)) {
      return Optional.empty();
    }
    int offset = half.equals("pm") ? 12 : 0;
    return Optional.of(LocalTime.of(isOfTwelve ? hour % 12 + offset : hour, minute));
  }

  void day(ConfElement element) {
    List<String> days =
        Arrays.stream(DayOfWeek.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    String wanted = element.text().strip().toLowerCase(Locale.ROOT);
    day =
        wanted.length() < 3
            ? Optional.empty()
            : Arrays.stream(DayOfWeek.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith(wanted))
                .findFirst();
    if (day.isEmpty()) {
      element.fatal("is " + element.shown() + "; allowed: " + String.join(", ", days));
    }
  }
}
