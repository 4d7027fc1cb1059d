package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Texts of which one must occur in the log, in any case, for a condition to hold. Most rules are
 * out for lack of them (spec ruleset §8.1), which is cheaper to see than that they do not match.
 */
final class Literals {
  /** Of a longer text only so much is looked for. */
  static final int BYTES_MAX = 12;

  private static final int BYTES_MIN = 2;

  /** Characters that end a run of literal bytes in OS_Regex. */
  private static final String BREAKS = "()^$";

  private Literals() {}

  /** Returns one text for each alternative in lower case; none if an alternative has no such. */
  static List<String> of(Condition condition) {
    if (!(condition instanceof PatternCondition pattern)
        || pattern.subject() != Subject.Part.LOG
        || pattern.negated()) {
      return List.of();
    }
    return switch (pattern.flavour()) {
      case OS_MATCH -> ofMatch(pattern.expression().source());
      case OS_REGEX -> ofRegex(pattern.expression().source());
      case PCRE2, STRING -> List.of();
    };
  }

  /** Bytes from 0x80 on match in some forms only, and are rare. */
  private static boolean usable(String literal) {
    return literal.length() >= BYTES_MIN && literal.chars().allMatch(c -> c < 0x80);
  }

  private static List<String> ofMatch(String source) {
    if (source.startsWith("!")) {
      return List.of();
    }
    List<String> literals = new ArrayList<>();
    for (String part : source.split("\\|", -1)) {
      String behind = part.startsWith("^") ? part.substring(1) : part;
      String literal = behind.endsWith("$") ? behind.substring(0, behind.length() - 1) : behind;
      if (!usable(literal)) {
        return List.of();
      }
      literals.add(cut(literal));
    }
    return literals;
  }

  private static List<String> ofRegex(String source) {
    List<String> literals = new ArrayList<>();
    String longest = "";
    StringBuilder run = new StringBuilder();
    for (int i = 0; i <= source.length(); i++) {
      char c = i < source.length() ? source.charAt(i) : '|';
      boolean literal = c != '\\' && c != '|' && BREAKS.indexOf(c) < 0;
      if (literal) {
        run.append(c);
        continue;
      }
      longest = run.length() > longest.length() ? run.toString() : longest;
      run.setLength(0);
      if (c == '\\') {
        i = lastOfEscape(source, i);
      } else if (c == '|') {
        if (!usable(longest)) {
          return List.of();
        }
        literals.add(cut(longest));
        longest = "";
      }
    }
    return literals;
  }

  /** An escape is two bytes, and a quantifier if one follows. */
  private static int lastOfEscape(String source, int at) {
    int next = at + 2;
    boolean quantified =
        next < source.length() && (source.charAt(next) == '+' || source.charAt(next) == '*');
    return quantified ? next : at + 1;
  }

  private static String cut(String literal) {
    return literal.substring(0, Math.min(literal.length(), BYTES_MAX)).toLowerCase(Locale.ROOT);
  }
}
