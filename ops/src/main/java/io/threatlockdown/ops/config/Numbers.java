package io.threatlockdown.ops.config;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as C's {@code atoi} reads them, with a complaint about what it would pass over. */
final class Numbers {
  private static final Pattern LEADING = Pattern.compile("\\s*(-?\\d{1,9})(.*)", Pattern.DOTALL);

  private Numbers() {}

  /** Returns the whole number the value begins with, 0 if it begins with none. */
  static int leading(ConfElement element) {
    Matcher matcher = LEADING.matcher(element.text());
    if (!matcher.matches()) {
      return 0;
    }
    if (!matcher.group(2).isBlank()) {
      element.warning(
          "is " + element.shown() + "; only the number " + matcher.group(1) + " counts");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /**
   * Returns the seconds, or empty with a fatal complaint: Wazuh takes a text for 0, which is for
   * ever, and ends a negative time at once.
   */
  static OptionalInt seconds(ConfElement element) {
    boolean number = LEADING.matcher(element.text()).matches();
    int seconds = number ? leading(element) : -1;
    if (seconds < 0) {
      element.fatal("is " + element.shown() + "; allowed: whole seconds from 0 to 999999999");
      return OptionalInt.empty();
    }
    return OptionalInt.of(seconds);
  }
}
