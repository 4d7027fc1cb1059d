package io.threatlockdown.core.expression;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The sets of bytes that regular expressions name, as {@code java.util.regex} has them. */
final class RegexSets {
  /** All but the newline: what a dot means. */
  static final ByteSet DOT = ByteSet.of(c -> c != '\n');

  static final ByteSet DIGIT = ByteSet.of(c -> c >= '0' && c <= '9');
  static final ByteSet SPACE = ByteSet.of(c -> c == ' ' || (c >= '\t' && c <= '\r'));
  static final ByteSet WORD =
      ByteSet.of(
          c ->
              (c >= '0' && c <= '9')
                  || (c >= 'A' && c <= 'Z')
                  || (c >= 'a' && c <= 'z')
                  || c == '_');

  private static final int BYTES = 256;

  /** The sets of one byte each, which rulesets name by the ten thousand. */
  private static final List<ByteSet> SINGLE = singles(false);

  private static final List<ByteSet> CASELESS = singles(true);

  private RegexSets() {}

  /** Returns the set of a byte. */
  static ByteSet of(char c, boolean caseless) {
    List<ByteSet> known = caseless ? CASELESS : SINGLE;
    return c < known.size() ? known.get(c) : range(c, c, caseless);
  }

  /** Returns the set of the bytes from one to another; of ASCII letters in both cases if wanted. */
  static ByteSet range(char low, char high, boolean caseless) {
    return ByteSet.range(low, high, caseless);
  }

  private static List<ByteSet> singles(boolean caseless) {
    return IntStream.range(0, BYTES).mapToObj(c -> ByteSet.range(c, c, caseless)).toList();
  }

  /** Returns the set of a letter behind a backslash; empty if it names none. */
  static Optional<ByteSet> named(char name) {
    return Optional.ofNullable(
        switch (name) {
          case 'd' -> DIGIT;
          case 'D' -> DIGIT.complement();
          case 's' -> SPACE;
          case 'S' -> SPACE.complement();
          case 'w' -> WORD;
          case 'W' -> WORD.complement();
          default -> null;
        });
  }

  /** Returns with which bytes one of the nodes can start; empty if one can start with any. */
  static Optional<ByteSet> firstOf(RegexNode[] nodes) {
    Optional<ByteSet> all = nodes[0].first;
    for (RegexNode node : nodes) {
      Optional<ByteSet> so = all;
      all = so.flatMap(set -> node.first.map(set::or));
    }
    return all;
  }
}
