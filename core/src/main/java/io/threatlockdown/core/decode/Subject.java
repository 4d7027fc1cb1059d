package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Prefilter;
import org.jspecify.annotations.Nullable;

/** The text that patterns are searched in, and its lower-case form once one asks for it. */
final class Subject {
  private final String text;
  private @Nullable String lower;

  Subject(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Whether the text has what a pattern needs. */
  boolean has(Prefilter prefilter) {
    if (prefilter.admitsAll()) {
      return true;
    }
    String lowered = lower;
    if (lowered == null) {
      lowered = Prefilter.lower(text);
      lower = lowered;
    }
    return prefilter.admits(lowered);
  }
}
