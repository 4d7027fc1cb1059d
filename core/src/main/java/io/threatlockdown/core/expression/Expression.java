package io.threatlockdown.core.expression;

/**
 * A compiled pattern over ISO-8859-1 strings, immutable and safe for any thread. Which flavour a
 * ruleset element uses, and what it means, is in spec ruleset §2.
 */
public interface Expression {
  /** Whether the pattern occurs in the subject. */
  boolean matches(String subject);

  /**
   * Whether the pattern occurs in the text from {@code from} on, which counts as the subject: an
   * anchor means its start. On success {@code into} holds the groups and where the following text
   * starts; otherwise it is unchanged. The byte before {@code from} is looked at for one thing
   * only: a match that ends before its start (spec ruleset §2.4).
   *
   * @param from 0 to the text's length
   */
  boolean find(String text, int from, Captures into);

  /**
   * Returns how many searches were given up because they took more than {@link
   * Expressions#SEARCH_STEPS_MAX} steps or too much stack. They count as no match.
   */
  default long budgetExceeded() {
    return 0;
  }

  /** Returns with which bytes a subject can start in which the pattern occurs. */
  default StartBytes starts() {
    return StartBytes.ANY;
  }

  /**
   * Whether a look at few bytes mostly tells that the pattern does not occur, for it is bound to
   * the subject's start or end.
   */
  default boolean decidesSoon() {
    return starts().tell();
  }

  /** Returns the pattern as the ruleset wrote it. */
  String source();
}
