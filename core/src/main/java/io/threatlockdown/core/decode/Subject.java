package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.FoundTexts;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.expression.TextFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text that patterns are searched in, and what literals its log has once one asks. */
final class Subject {
  private final String text;
  private final int from;
  private final LiteralIndex literals;
  private @Nullable String log;
  private long @Nullable [] found;

  /**
   * Takes a text.
   *
   * @param from where its log begins; no pattern looks before
   */
  Subject(String text, int from, LiteralIndex literals) {
    this.text = text;
    this.from = from;
    this.literals = literals;
  }

  String text() {
    return text;
  }

  /** Returns what is left behind the header. */
  String log() {
    String known = log;
    if (known == null) {
      known = text.substring(from);
      log = known;
    }
    return known;
  }

  /** Whether the texts are numbered by that index. */
  boolean isOf(LiteralIndex index) {
    return literals == index;
  }

  /** Whether the log has what a pattern needs. */
  boolean has(TextFilter filter) {
    if (filter.admitsAll()) {
      return true;
    }
    long[] known = found;
    if (known == null) {
      known = literals.find(text, from);
      found = known;
    }
    return filter.admits(known);
  }

  /** Whether it is not known yet that the log lacks what a pattern needs. */
  boolean mayHave(TextFilter filter) {
    long[] known = found;
    return known == null || filter.admits(known);
  }

  /** Returns what was found, if anyone asked. */
  Optional<FoundTexts> found() {
    return Optional.ofNullable(found).map(bits -> new FoundTexts(literals, bits));
  }
}
