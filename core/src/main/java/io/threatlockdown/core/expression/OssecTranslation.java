package io.threatlockdown.core.expression;

import java.util.Map;

/**
 * Writes OS_Regex and OS_Match as the regular expressions that OSSEC 4 makes of them (spec ruleset
 * §2.5, §9), for {@code java.util.regex}. A class takes one byte.
 */
final class OssecTranslation {
  /** The bytes of OS_Match that are no literals. */
  static final String MATCH_SPECIALS = "^$|";

  /** The bytes of OS_Regex that are no literals. */
  static final String REGEX_SPECIALS = "^$|()\\";

  /** How deep groups may nest (PCRE2's PARENS_NEST_LIMIT). */
  private static final int GROUP_DEPTH_MAX = 250;

  private static final Map<Character, String> CLASSES =
      Map.of(
          'd', "[0-9]",
          'D', "[^0-9]",
          'w', "[A-Za-z0-9@_-]",
          'W', "[^A-Za-z0-9@_-]",
          's', " ",
          'S', "[^ ]",
          'p', "[!-.:-?\\[\\]{-}]",
          '.', "[\\x00-\\xff]",
          't', "\\t");

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int depth;

  /** Whether an alternative begins here: only there {@code ^} is an anchor. */
  private boolean beginning = true;

  private OssecTranslation(String source) {
    this.source = source;
  }

  /** Translates OS_Match: alternatives and anchors, wherever they stand; all else is literal. */
  static String ofMatch(String source) {
    OssecTranslation translation = new OssecTranslation(source);
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      switch (c) {
        case '^' -> translation.out.append("\\A");
        case '$' -> translation.out.append("\\z");
        case '|' -> translation.out.append('|');
        default -> translation.literal(c);
      }
    }
    return translation.out.toString();
  }

  /** Translates OS_Regex. */
  static String ofRegex(String source) throws PatternException {
    OssecTranslation translation = new OssecTranslation(source);
    translation.translate();
    return translation.out.toString();
  }

  private void translate() throws PatternException {
    while (at < source.length()) {
      char c = source.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '(', ')' -> paren(c == '(');
        case '^' -> out.append(beginning ? "\\A" : "\\^");
        case '$' -> out.append("\\z");
        case '|' -> out.append('|');
        default -> literal(c);
      }
      beginning = c == '|' || c == '(';
      at++;
    }
    if (depth > 0) {
      throw new PatternException("a group is open at byte " + at + " of: " + source);
    }
  }

  private void escape() throws PatternException {
    char name = at + 1 < source.length() ? source.charAt(at + 1) : '\0';
    if (!ByteClass.exists(name)) {
      throw new PatternException(ByteClass.unknown(at, source));
    }
    at++;
    String known = CLASSES.get(name);
    if (known == null) {
      literal(name);
    } else {
      out.append(known);
    }
    if (source.startsWith("+", at + 1) || source.startsWith("*", at + 1)) {
      at++;
      out.append(source.charAt(at)).append(endsAlternative(at + 1) ? "" : "?");
    }
  }

  /**
   * Whether nothing but closing groups is left of the alternative: there quantifiers are greedy.
   */
  private boolean endsAlternative(int from) {
    int next = from;
    while (source.startsWith(")", next)) {
      next++;
    }
    return next == source.length() || source.charAt(next) == '|' || source.charAt(next) == '$';
  }

  private void paren(boolean opens) throws PatternException {
    depth += opens ? 1 : -1;
    if (depth < 0) {
      throw new PatternException("a group closed but not open at byte " + at + " of: " + source);
    }
    if (depth > GROUP_DEPTH_MAX) {
      throw new PatternException("groups nest deeper than " + GROUP_DEPTH_MAX + " in: " + source);
    }
    out.append(opens ? '(' : ')');
  }

  private void literal(char c) {
    boolean special = c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    out.append(special ? "\\" : "").append(c);
  }
}
