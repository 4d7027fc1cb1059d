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
   * starts; otherwise it is unchanged.
   *
   * @param from 0 to the text's length
   */
  boolean find(String text, int from, Captures into);

  /** Returns the pattern as the ruleset wrote it. */
  String source();
}
