package io.threatlockdown.core.expression;

/** Bytes as spec ruleset §2.3 sees them: the sets of the escapes, and case. */
final class PlainByteClass {
  private PlainByteClass() {}

  static boolean has(char escape, char c) {
    boolean digit = c >= '0' && c <= '9';
    boolean word =
        digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "-@_".indexOf(c) >= 0;
    return switch (escape) {
      case 'd' -> digit;
      case 'D' -> !digit;
      case 'w' -> word;
      case 'W' -> !word;
      case 's' -> c == ' ';
      case 'S' -> c != ' ';
      case 'p' -> "!\"#$%&'()*+,-.:;<=>?[]{|}".indexOf(c) >= 0;
      case '.' -> true;
      case 't' -> c == '\t';
      default -> c == escape;
    };
  }

  /** Folds ASCII letters only. */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }
}
