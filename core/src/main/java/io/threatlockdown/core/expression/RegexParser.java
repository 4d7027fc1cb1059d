package io.threatlockdown.core.expression;

import io.threatlockdown.core.expression.RegexLoops.Greed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads that part of the syntax of {@code java.util.regex} which rulesets use: no back references,
 * no look-behind, no named groups, flags at the start or of a group only. Used once.
 */
final class RegexParser {
  private static final int COUNT_MAX = 65_535; // PCRE2's MAX_REPEAT_COUNT

  private final String pattern;
  private boolean caseless;
  private int at;
  private int groups;

  RegexParser(String pattern, boolean caseless) {
    this.pattern = pattern;
    this.caseless = caseless;
  }

  /**
   * Returns the parts.
   *
   * @throws PatternException for what is wrong, and for what is merely not understood
   */
  RegexSyntax parse() throws PatternException {
    if (pattern.startsWith("(?i)")) {
      caseless = true;
      at = 4;
    }
    RegexSyntax all = alternatives();
    if (at < pattern.length()) {
      throw notUnderstood();
    }
    return all;
  }

  /** How many groups capture, once it is parsed. */
  int groups() {
    return groups;
  }

  private RegexSyntax alternatives() throws PatternException {
    List<RegexSyntax> all = new ArrayList<>();
    all.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return all.size() == 1 ? all.get(0) : new RegexSyntax.Alternatives(all);
  }

  private RegexSyntax sequence() throws PatternException {
    List<RegexSyntax> parts = new ArrayList<>();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      parts.add(quantified(part()));
    }
    return new RegexSyntax.Sequence(parts);
  }

  private RegexSyntax part() throws PatternException {
    char c = pattern.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '[' -> byteClass();
      case '\\' -> escape();
      case '.' -> bytes(RegexSets.DOT, 1);
      case '^' -> place(RegexNode.Place.Kind.START, 1);
      case '$' -> place(RegexNode.Place.Kind.LINE_END, 1);
      case '*', '+', '?', '{' -> throw notUnderstood();
      default -> literal(c, 1);
    };
  }

  private RegexSyntax group() throws PatternException {
    if (pattern.startsWith(Pcre2Translation.WORD_BOUNDARY, at)) {
      return place(RegexNode.Place.Kind.WORD_BOUNDARY, Pcre2Translation.WORD_BOUNDARY.length());
    }
    if (pattern.startsWith(Pcre2Translation.NO_WORD_BOUNDARY, at)) {
      return place(
          RegexNode.Place.Kind.NO_WORD_BOUNDARY, Pcre2Translation.NO_WORD_BOUNDARY.length());
    }
    if (!pattern.startsWith("(?", at)) {
      at++;
      groups++;
      int number = groups;
      return new RegexSyntax.Group(number, closed());
    }
    if (pattern.startsWith("(?:", at)) {
      at += 3;
      return closed();
    }
    if (pattern.startsWith("(?>", at)) {
      at += 3;
      return new RegexSyntax.Atomic(closed());
    }
    if (pattern.startsWith("(?=", at) || pattern.startsWith("(?!", at)) {
      boolean wanted = pattern.charAt(at + 2) == '=';
      at += 3;
      return new RegexSyntax.Ahead(closed(), wanted);
    }
    if (pattern.startsWith("(?i:", at)) {
      boolean before = caseless;
      caseless = true;
      at += 4;
      RegexSyntax body = closed();
      caseless = before;
      return body;
    }
    throw notUnderstood();
  }

  /** Reads what is left of a group. */
  private RegexSyntax closed() throws PatternException {
    RegexSyntax body = alternatives();
    if (at >= pattern.length()) {
      throw notUnderstood();
    }
    at++;
    return body;
  }

  private RegexSyntax escape() throws PatternException {
    char c = charAt(at + 1);
    Optional<ByteSet> set = RegexSets.named(c);
    if (set.isPresent()) {
      return bytes(set.get(), 2);
    }
    return switch (c) {
      case 'A' -> place(RegexNode.Place.Kind.START, 2);
      case 'z' -> place(RegexNode.Place.Kind.END, 2);
      case 'Z' -> place(RegexNode.Place.Kind.LINE_END, 2);
      default -> {
        char meant = escapedChar();
        yield literal(meant, 0);
      }
    };
  }

  /** Reads an escape that stands for one byte. */
  private char escapedChar() throws PatternException {
    char c = charAt(at + 1);
    int simple = "tnrfae".indexOf(c);
    if (simple >= 0) {
      at += 2;
      return "\t\n\r\f\u0007\u001b".charAt(simple);
    }
    if (c == 'x') {
      int high = Character.digit(charAt(at + 2), 16);
      int low = Character.digit(charAt(at + 3), 16);
      if (high < 0 || low < 0) {
        throw notUnderstood();
      }
      at += 4;
      return (char) (16 * high + low);
    }
    if (Character.isLetterOrDigit(c)) {
      throw notUnderstood();
    }
    at += 2;
    return c;
  }

  private RegexSyntax byteClass() throws PatternException {
    at++;
    boolean negated = pattern.startsWith("^", at);
    at += negated ? 1 : 0;
    ByteSet set = ByteSet.of(c -> false);
    boolean empty = true;
    while (charAt(at) != ']' || empty) {
      set = set.or(member());
      empty = false;
    }
    return bytes(negated ? set.complement() : set, 1);
  }

  private ByteSet member() throws PatternException {
    if (charAt(at) == '\\') {
      Optional<ByteSet> named = RegexSets.named(charAt(at + 1));
      if (named.isPresent()) {
        at += 2;
        if (charAt(at) == '-' && charAt(at + 1) != ']') {
          throw notUnderstood();
        }
        return named.get();
      }
    }
    char low = memberChar();
    if (charAt(at) != '-' || charAt(at + 1) == ']') {
      return RegexSets.of(low, caseless);
    }
    at++;
    boolean isSet = charAt(at) == '\\' && RegexSets.named(charAt(at + 1)).isPresent();
    char high = isSet ? 0 : memberChar();
    if (high < low) {
      throw notUnderstood();
    }
    return RegexSets.range(low, high, caseless);
  }

  private char memberChar() throws PatternException {
    char c = charAt(at);
    if (c == '\\') {
      return escapedChar();
    }
    if (c == '[' || c == '&' || c == '^' || c == ']') {
      throw notUnderstood();
    }
    at++;
    return c;
  }

  private RegexSyntax quantified(RegexSyntax part) throws PatternException {
    if (at >= pattern.length()) {
      return part;
    }
    int[] counts = counts();
    if (counts.length == 0) {
      return part;
    }
    Greed greed = Greed.GREEDY;
    if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
      greed = pattern.charAt(at) == '?' ? Greed.LAZY : Greed.POSSESSIVE;
      at++;
    }
    boolean isPlace = part instanceof RegexSyntax.Place || part instanceof RegexSyntax.Ahead;
    if (isPlace || (at < pattern.length() && "?+*{".indexOf(pattern.charAt(at)) >= 0)) {
      throw notUnderstood();
    }
    return new RegexSyntax.Repeat(part, counts[0], counts[1], greed);
  }

  /** Reads how often something repeats, at least and at most; nothing if it does not. */
  private int[] counts() throws PatternException {
    char c = pattern.charAt(at);
    if (c == '?' || c == '*' || c == '+') {
      at++;
      return new int[] {c == '+' ? 1 : 0, c == '?' ? 1 : Integer.MAX_VALUE};
    }
    if (c != '{') {
      return new int[0];
    }
    int close = pattern.indexOf('}', at);
    String text = close < 0 ? "" : pattern.substring(at + 1, close);
    if (!text.matches("\\d{1,5}(,\\d{0,5})?")) {
      throw notUnderstood();
    }
    at = close + 1;
    int comma = text.indexOf(',');
    int min = Integer.parseInt(comma < 0 ? text : text.substring(0, comma));
    String most = comma < 0 ? text : text.substring(comma + 1);
    int max = most.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(most);
    if (max < min || min > COUNT_MAX) {
      throw notUnderstood();
    }
    return new int[] {min, max};
  }

  private RegexSyntax bytes(ByteSet set, int length) {
    at += length;
    return new RegexSyntax.Bytes(set);
  }

  private RegexSyntax literal(char c, int length) {
    at += length;
    return new RegexSyntax.Literal(c, caseless);
  }

  private RegexSyntax place(RegexNode.Place.Kind kind, int length) {
    at += length;
    return new RegexSyntax.Place(kind);
  }

  /** Returns the char there; behind the end the pattern is not understood. */
  private char charAt(int index) throws PatternException {
    if (index >= pattern.length()) {
      throw notUnderstood();
    }
    return pattern.charAt(index);
  }

  private PatternException notUnderstood() {
    return new PatternException("not understood at byte " + at + " of: " + pattern);
  }
}
