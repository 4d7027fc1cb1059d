package io.threatlockdown.core.expression;

import java.util.Optional;

/**
 * A literal with {@code ^}, {@code $} or neither, ignoring ASCII case: most of what OSSEC's rules
 * look for (spec ruleset §9).
 *
 * @param literal in lower case
 */
record AnchoredText(String source, String literal, boolean atStart, boolean atEnd)
    implements Expression {

  /** Returns the expression of a pattern that is no more than that, else empty. */
  static Optional<AnchoredText> of(String source, String specialChars) {
    boolean atStart = source.startsWith("^");
    boolean atEnd = source.endsWith("$") && source.length() > (atStart ? 1 : 0);
    String literal = source.substring(atStart ? 1 : 0, source.length() - (atEnd ? 1 : 0));
    boolean plain = literal.chars().noneMatch(c -> specialChars.indexOf(c) >= 0);
    return plain
        ? Optional.of(new AnchoredText(source, Ascii.lower(literal), atStart, atEnd))
        : Optional.empty();
  }

  @Override
  public boolean matches(String subject) {
    return start(subject, 0) >= 0;
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    int start = start(text, from);
    if (start < 0) {
      return false;
    }
    into.start(start + literal.length());
    return true;
  }

  @Override
  public StartBytes starts() {
    return atStart ? StartBytes.ofText(literal) : StartBytes.ANY;
  }

  @Override
  public boolean decidesSoon() {
    return atStart || atEnd;
  }

  /** Returns where the literal stands in the text from there on, or -1. */
  private int start(String text, int from) {
    if (!atStart && !atEnd) {
      return Ascii.indexOf(text, from, literal);
    }
    int last = text.length() - literal.length();
    int start = atStart ? from : last;
    boolean fits = start >= from && (!atEnd || start == last);
    return fits && Ascii.startsWith(text, start, literal) ? start : -1;
  }
}
