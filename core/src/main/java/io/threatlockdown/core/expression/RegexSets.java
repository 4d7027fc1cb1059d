package io.threatlockdown.core.expression;

import java.util.Optional;

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

  private RegexSets() {}

  /** Returns the set of a byte. */
  static ByteSet of(char c, boolean caseless) {
    return range(c, c, caseless);
  }

  /** Returns the set of the bytes from one to another; of ASCII letters in both cases if wanted. */
  static ByteSet range(char low, char high, boolean caseless) {
    return ByteSet.of(
        c ->
            isIn(low, high, c)
                || (caseless && (isIn(low, high, lower(c)) || isIn(low, high, upper(c)))));
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

  private static boolean isIn(char low, char high, int c) {
    return c >= low && c <= high;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }
}
