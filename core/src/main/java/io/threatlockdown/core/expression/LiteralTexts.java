package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the literal texts every match of a pattern contains, in lower case: a list for each
 * alternative, empty where nothing certain is known. Whatever is not plainly a literal ends a text,
 * so what is found is always true and sometimes little.
 */
final class LiteralTexts {
  private static final List<List<String>> UNKNOWN = List.of(List.of());

  /** Escapes of PCRE2 that stand for one char or none and take no argument. */
  private static final String PLAIN_PCRE2_ESCAPES = "dDwWsSbBAzZnrtfvhHRe";

  private final List<List<String>> alternatives = new ArrayList<>();
  private List<String> texts = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();

  /** How much of the run is certain; what follows is so only once a literal follows it. */
  private int certain;

  private LiteralTexts() {}

  static List<List<String>> ofOsRegex(String pattern) {
    LiteralTexts found = new LiteralTexts();
    int start = 0;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      boolean anchor = at == start && c == '^';
      if (c == '\\') {
        at = found.osRegexEscape(pattern, at);
      } else {
        at++;
        if (c == '|') {
          found.dropSkippable(pattern.substring(start, at - 1));
          found.endAlternative();
          start = at;
        } else if (c == '(' || c == ')' || c >= 0x80) {
          found.endRun();
        } else if (!anchor && !(c == '$' && endsAlternative(pattern, at))) {
          found.literal(c);
        }
      }
    }
    found.dropSkippable(pattern.substring(start));
    found.endAlternative();
    return found.alternatives;
  }

  /**
   * Drops the last literal if all that precedes it is a class of one byte: behind a repeated class
   * the original takes the two for another one and may skip them (2b).
   */
  private void dropSkippable(String alternative) {
    int literal = alternative.length() - 1;
    boolean skippable =
        literal >= 2
            && "()$".indexOf(alternative.charAt(literal)) < 0
            && startsEscape(alternative, literal - 2)
            && !startsEscape(alternative, literal - 1);
    if (skippable) {
      run.setLength(Math.max(0, run.length() - 2));
      certain = Math.min(certain, run.length());
    }
  }

  /** Whether a backslash stands there that is not itself escaped. */
  private static boolean startsEscape(String pattern, int at) {
    int first = at;
    while (first >= 0 && pattern.charAt(first) == '\\') {
      first--;
    }
    return (at - first) % 2 == 1;
  }

  /** Anchors aside, an alternative is one text. An inverted pattern needs none. */
  static List<List<String>> ofOsMatch(String pattern) {
    if (pattern.startsWith("!")) {
      return UNKNOWN;
    }
    List<List<String>> alternatives = new ArrayList<>();
    for (String part : pattern.split("\\|", -1)) {
      String behind = part.startsWith("^") ? part.substring(1) : part;
      String text = behind.endsWith("$") ? behind.substring(0, behind.length() - 1) : behind;
      boolean certain = !text.isEmpty() && Ascii.isAscii(text);
      alternatives.add(certain ? List.of(Ascii.lower(text)) : List.of());
    }
    return alternatives;
  }

  /**
   * Reads an escape. One byte classes, the space among them, are part of a text if a literal
   * follows; at the end of a pattern the original may skip a class (spec ruleset §2.4, 2b and T3).
   */
  private int osRegexEscape(String pattern, int backslash) {
    if (backslash + 1 >= pattern.length()) {
      endRun();
      return pattern.length();
    }
    char escaped = pattern.charAt(backslash + 1);
    int next = backslash + 2;
    if (next < pattern.length() && (pattern.charAt(next) == '+' || pattern.charAt(next) == '*')) {
      endRun();
      return next + 1;
    }
    if (escaped == 's') {
      run.append(' ');
    } else if ("()\\$|<".indexOf(escaped) >= 0) {
      run.append(escaped);
    } else {
      endRun();
    }
    return next;
  }

  private static boolean endsAlternative(String pattern, int at) {
    return at == pattern.length() || pattern.charAt(at) == '|';
  }

  static List<List<String>> ofPcre2(String pattern) {
    LiteralTexts found = new LiteralTexts();
    int at = 0;
    while (at >= 0 && at < pattern.length()) {
      at = found.pcre2Item(pattern, at);
    }
    if (at < 0) {
      return UNKNOWN;
    }
    found.endAlternative();
    return found.alternatives;
  }

  /** Reads one item and returns where the next is; -1 if the pattern is beyond us. */
  private int pcre2Item(String pattern, int at) {
    char c = pattern.charAt(at);
    int quantifier = quantifierEnd(pattern, at);
    if (quantifier > at) {
      endQuantified(c == '+');
      return quantifier;
    }
    switch (c) {
      case '|' -> endAlternative();
      case '(' -> {
        endRun();
        return groupEnd(pattern, at);
      }
      case '[' -> {
        endRun();
        return classEnd(pattern, at);
      }
      case '\\' -> {
        return pcre2Escape(pattern, at);
      }
      case '^', '$', '.' -> endRun();
      default -> {
        if (c >= 0x80) {
          endRun();
        } else {
          literal(c);
        }
      }
    }
    return at + 1;
  }

  private int pcre2Escape(String pattern, int backslash) {
    if (backslash + 1 >= pattern.length()) {
      return -1;
    }
    char escaped = pattern.charAt(backslash + 1);
    if (Character.isLetterOrDigit(escaped) || escaped >= 0x80) {
      endRun();
      return PLAIN_PCRE2_ESCAPES.indexOf(escaped) >= 0 ? backslash + 2 : -1;
    }
    literal(escaped);
    return backslash + 2;
  }

  /** Returns where a quantifier ends that starts there, or that place if none does. */
  private static int quantifierEnd(String pattern, int at) {
    char c = pattern.charAt(at);
    int end = at;
    if (c == '+' || c == '*' || c == '?') {
      end = at + 1;
    } else if (c == '{') {
      int close = pattern.indexOf('}', at);
      boolean counts = close > 0 && pattern.substring(at + 1, close).matches("\\d*,?\\d*");
      end = counts ? close + 1 : at;
    }
    boolean more = end > at && end < pattern.length() && "+?".indexOf(pattern.charAt(end)) >= 0;
    return more ? end + 1 : end;
  }

  /** Ends the run at a quantified char, which is part of it only if it must occur. */
  private void endQuantified(boolean mustOccur) {
    if (!mustOccur && run.length() > 0) {
      run.setLength(run.length() - 1);
      certain = Math.min(certain, run.length());
    }
    endRun();
  }

  /** Returns where the group ends; -1 if it is not closed or sets a flag that changes literals. */
  private static int groupEnd(String pattern, int open) {
    int depth = 0;
    int at = open;
    while (at >= 0 && at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c == '[') {
        at = classEnd(pattern, at);
      } else {
        if (c == '(') {
          depth++;
          if (setsExtended(pattern, at)) {
            return -1;
          }
        }
        at++;
        if (c == ')' && --depth == 0) {
          return at;
        }
      }
    }
    return -1;
  }

  private static boolean setsExtended(String pattern, int open) {
    int at = open + 2;
    if (!pattern.startsWith("(?", open)) {
      return false;
    }
    while (at < pattern.length() && Character.isLetter(pattern.charAt(at))) {
      if (pattern.charAt(at) == 'x') {
        return true;
      }
      at++;
    }
    return false;
  }

  /** Returns where the class ends that opens there; -1 if it does not end. */
  static int classEnd(String pattern, int open) {
    int at = open + 1;
    if (pattern.startsWith("^", at)) {
      at++;
    }
    if (pattern.startsWith("]", at)) {
      at++;
    }
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == ']') {
        return at + 1;
      }
      at += c == '\\' ? 2 : 1;
    }
    return -1;
  }

  private void literal(char c) {
    run.append(Ascii.lower(c));
    certain = run.length();
  }

  private void endRun() {
    if (certain > 0) {
      texts.add(run.substring(0, certain));
    }
    run.setLength(0);
    certain = 0;
  }

  private void endAlternative() {
    endRun();
    alternatives.add(texts);
    texts = new ArrayList<>();
  }
}
