package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * OS_Match (spec ruleset §2.2): literals between {@code |}, each anchored by {@code ^} and {@code
 * $} or anywhere, a leading {@code !} inverting the whole. Nothing is escaped.
 */
final class OsMatch implements Expression {
  private record Alternative(String literal, boolean atStart, boolean atEnd) {
    private static Alternative of(String text) {
      boolean atStart = text.startsWith("^");
      String rest = atStart ? text.substring(1) : text;
      boolean atEnd = rest.endsWith("$");
      String literal = Ascii.lower(atEnd ? rest.substring(0, rest.length() - 1) : rest);
      return new Alternative(literal, atStart, atEnd);
    }

    private StartBytes starts() {
      return atStart ? StartBytes.ofText(literal) : StartBytes.ANY;
    }

    private boolean occurs(String text, int from) {
      if (atStart) {
        return (!atEnd || text.length() - from == literal.length())
            && Ascii.startsWith(text, from, literal);
      }
      if (atEnd) {
        int start = text.length() - literal.length();
        return start >= from && Ascii.startsWith(text, start, literal);
      }
      // The original compares signed chars here, so a byte from 0x80 on is never found.
      return Ascii.isAscii(literal) && Ascii.indexOf(text, from, literal) >= 0;
    }
  }

  private final String source;
  private final boolean inverted;
  private final Alternative[] alternatives;

  OsMatch(String pattern) {
    source = pattern;
    inverted = pattern.startsWith("!");
    List<Alternative> parts = new ArrayList<>();
    for (String part : (inverted ? pattern.substring(1) : pattern).split("\\|", -1)) {
      parts.add(Alternative.of(part));
    }
    alternatives = parts.toArray(Alternative[]::new);
  }

  @Override
  public boolean matches(String subject) {
    return occurs(subject, 0);
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    boolean found = occurs(text, from);
    if (found) {
      into.start(from);
    }
    return found;
  }

  @Override
  public StartBytes starts() {
    return inverted
        ? StartBytes.ANY
        : Arrays.stream(alternatives)
            .map(Alternative::starts)
            .reduce(StartBytes::or)
            .orElse(StartBytes.ANY);
  }

  @Override
  public boolean decidesSoon() {
    return Arrays.stream(alternatives).allMatch(one -> one.atStart() || one.atEnd());
  }

  @Override
  public String source() {
    return source;
  }

  private boolean occurs(String text, int from) {
    for (Alternative alternative : alternatives) {
      if (alternative.occurs(text, from)) {
        return !inverted;
      }
    }
    return inverted;
  }
}
