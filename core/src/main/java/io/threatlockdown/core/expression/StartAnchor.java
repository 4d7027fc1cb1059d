package io.threatlockdown.core.expression;

import java.util.regex.Pattern;

/**
 * Whether a pattern of {@code java.util.regex} can match at the start of its subject only. Then the
 * other places need not be tried, which its search would do for each byte.
 */
final class StartAnchor {
  private static final Pattern FLAGS = Pattern.compile("(?:\\(\\?[is]+\\))*");

  private StartAnchor() {}

  /** Returns false if in doubt. */
  static boolean isIn(String pattern) {
    var flags = FLAGS.matcher(pattern);
    int start = flags.lookingAt() ? flags.end() : 0;
    return pattern.startsWith("^", start)
        && !pattern.contains("\\Q")
        && !setsMultiline(pattern)
        && !hasAlternatives(pattern, start + 1)
        && !isRepeated(pattern, start + 1);
  }

  /** Whether {@code ^} may mean a line's start somewhere. */
  private static boolean setsMultiline(String pattern) {
    return Pattern.compile("\\(\\?[a-z]*m").matcher(pattern).find();
  }

  private static boolean isRepeated(String pattern, int behindAnchor) {
    return behindAnchor < pattern.length() && "*?{".indexOf(pattern.charAt(behindAnchor)) >= 0;
  }

  /** Whether a {@code |} stands outside of all groups. */
  private static boolean hasAlternatives(String pattern, int from) {
    int depth = 0;
    int at = from;
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '\\' -> at++;
        case '[' -> at = classEnd(pattern, at);
        case '(' -> depth++;
        case ')' -> depth--;
        case '|' -> {
          if (depth <= 0) {
            return true;
          }
        }
        default -> {}
      }
      at++;
    }
    return false;
  }

  /** Returns where the class ends; a class within it counts, as Java has it. */
  private static int classEnd(String pattern, int open) {
    int depth = 0;
    for (int at = open; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
        if (depth == 0) {
          return at;
        }
      }
    }
    return pattern.length();
  }
}
