package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.FoldedText;
import io.threatlockdown.core.expression.Prefilter;
import org.jspecify.annotations.Nullable;

/** The text that patterns are searched in, and its folded form once one asks for it. */
final class Subject {
  private final String text;
  private @Nullable FoldedText folded;

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
    FoldedText known = folded;
    if (known == null) {
      known = FoldedText.of(text);
      folded = known;
    }
    return prefilter.admits(known);
  }
}
