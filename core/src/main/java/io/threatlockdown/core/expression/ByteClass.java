package io.threatlockdown.core.expression;

import java.util.function.IntPredicate;

/** The sets of bytes that OS_Regex escapes stand for (spec ruleset §2.3). */
final class ByteClass {
  private static final String NAMES = "dwsp()\\DWS.t$|<";
  private static final boolean[][] SETS = new boolean[128][];

  static {
    for (int i = 0; i < NAMES.length(); i++) {
      char name = NAMES.charAt(i);
      IntPredicate set = set(name);
      SETS[name] = new boolean[256];
      for (int c = 0; c < 256; c++) {
        SETS[name][c] = set.test(c);
      }
    }
  }

  private ByteClass() {}

  /** Whether a backslash and this character are an escape. */
  static boolean exists(char name) {
    return NAMES.indexOf(name) >= 0;
  }

  /** Returns what is wrong with a backslash there that starts no escape. */
  static String unknown(int at, String pattern) {
    return "unknown escape at byte "
        + at
        + " (known are \\d \\w \\s \\p \\( \\) \\\\ \\D \\W \\S \\. \\t \\$ \\| \\<) of: "
        + pattern;
  }

  /** Whether the set of that escape contains the byte. */
  static boolean has(int name, char c) {
    return SETS[name][c & 0xff];
  }

  private static IntPredicate set(char name) {
    return switch (name) {
      case 'd' -> ByteClass::isDigit;
      case 'D' -> c -> !isDigit(c);
      case 'w' -> ByteClass::isWord;
      case 'W' -> c -> !isWord(c);
      case 's' -> c -> c == ' ';
      case 'S' -> c -> c != ' ';
      case 'p' -> c -> (c >= '!' && c <= '.') || (c >= ':' && c <= '?') || "[]{|}".indexOf(c) >= 0;
      case '.' -> c -> true;
      case 't' -> c -> c == '\t';
      default -> c -> c == name;
    };
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '-'
        || c == '@'
        || c == '_';
  }
}
