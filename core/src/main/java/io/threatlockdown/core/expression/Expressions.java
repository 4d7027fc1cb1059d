package io.threatlockdown.core.expression;

/** Compiles patterns. */
public final class Expressions {
  /** The longest pattern (Wazuh's OS_PATTERN_MAXSIZE). */
  public static final int PATTERN_BYTES_MAX = 20_480;

  /**
   * The most steps one search may take; one that takes more has not matched, and is counted in
   * {@link Expression#budgetExceeded}. Thirty passes over the longest line.
   */
  public static final int SEARCH_STEPS_MAX = 2_000_000;

  private Expressions() {}

  /**
   * Returns the pattern's expression.
   *
   * @param pattern ISO-8859-1, one char a byte
   * @throws PatternException saying what is wrong with it
   */
  public static Expression compile(Flavour flavour, String pattern) throws PatternException {
    if (pattern.length() > PATTERN_BYTES_MAX) {
      throw new PatternException(
          "the pattern has " + pattern.length() + " bytes; at most " + PATTERN_BYTES_MAX);
    }
    return switch (flavour) {
      case OS_MATCH -> new OsMatch(pattern);
      case OS_REGEX -> OsRegex.compile(pattern);
      case PCRE2 -> Pcre2.compile(pattern);
      case STRING -> new ExactText(pattern);
      case OSSEC_MATCH -> Pcre2.ossecMatch(pattern);
      case OSSEC_REGEX -> Pcre2.ossecRegex(pattern);
      case PCRE2_CASELESS -> Pcre2.caseless(pattern);
    };
  }
}
