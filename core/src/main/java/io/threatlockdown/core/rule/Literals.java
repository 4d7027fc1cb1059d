package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Prefilter;
import java.util.List;

/**
 * Texts of which one must occur in the log, in any case, for a condition to hold. Most rules are
 * out for lack of them (spec ruleset §8.1), and one pass over the log finds all there are.
 */
final class Literals {
  /** Of a longer text only so much is looked for. */
  static final int BYTES_MAX = 12;

  private static final int BYTES_MIN = 2;

  private Literals() {}

  /** Returns one text for each alternative in lower case; none if an alternative has no such. */
  static List<String> of(Condition condition) {
    if (!(condition instanceof PatternCondition pattern)
        || pattern.subject() != Subject.Part.LOG
        || pattern.negated()) {
      return List.of();
    }
    List<String> texts = Prefilter.of(pattern.flavour(), pattern.expression().source()).texts();
    return texts.stream().allMatch(Literals::worthwhile)
        ? texts.stream().map(Literals::cut).toList()
        : List.of();
  }

  private static boolean worthwhile(String text) {
    return text.length() >= BYTES_MIN && text.chars().allMatch(c -> c < 0x80);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), BYTES_MAX));
  }
}
