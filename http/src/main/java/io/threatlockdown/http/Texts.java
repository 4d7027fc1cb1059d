package io.threatlockdown.http;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** What short texts of a client must look like. */
final class Texts {
  /** The longest location of a line, in characters. */
  static final int LOCATION_CHARS_MAX = 256;

  /** The longest reason of an operator, in characters. */
  static final int REASON_CHARS_MAX = 500;

  /** What to say when a location is none. */
  static final String LOCATION_WANTED =
      "location is not 1 to " + LOCATION_CHARS_MAX + " printable characters of ASCII";

  private static final int TIMESTAMP_CHARS_MAX = 40;
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart() // as Wazuh writes it
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private Texts() {}

  /** Whether the text can be the location of a line. */
  static boolean isLocation(String text) {
    return !text.isEmpty()
        && text.length() <= LOCATION_CHARS_MAX
        && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Whether the text is an instant of ISO 8601, its offset included. */
  static boolean isTimestamp(String text) {
    if (text.length() > TIMESTAMP_CHARS_MAX) {
      return false;
    }
    try {
      return TIMESTAMP.parse(text).isSupported(ChronoField.INSTANT_SECONDS);
    } catch (DateTimeException notATimestamp) {
      return false;
    }
  }

  /** Whether the text can be an operator's reason: something, and nothing that ends a line. */
  static boolean isReason(String text) {
    return !text.isBlank()
        && text.length() <= REASON_CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Returns an operator's reason.
   *
   * @throws ProblemException if it is none
   */
  static String reason(String text) {
    if (!isReason(text)) {
      throw Problem.BAD_PARAMETER.exception(
          "reason is needed, as a parameter or in a JSON body: 1 to "
              + REASON_CHARS_MAX
              + " characters, on one line");
    }
    return text.strip();
  }
}
