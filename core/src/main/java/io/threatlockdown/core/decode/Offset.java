package io.threatlockdown.core.decode;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** From where in the log a decoder's pattern or plugin reads (spec ruleset §3.3). */
enum Offset {
  /** The whole log: no offset is written. */
  NONE,
  AFTER_PARENT,
  AFTER_PREMATCH,
  AFTER_REGEX;

  /** Returns the word in rulesets, such as {@code after_parent}. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the offset of that exact word, or empty. */
  static Optional<Offset> named(String tag) {
    return Arrays.stream(values())
        .filter(offset -> offset != NONE && offset.tag().equals(tag))
        .findFirst();
  }
}
