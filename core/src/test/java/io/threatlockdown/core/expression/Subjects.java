package io.threatlockdown.core.expression;

import java.util.List;
import java.util.Random;

/** Random patterns, and subjects that nearly match them. */
public final class Subjects {
  private static final List<String> PIECES =
      List.of(
          "a", "b", "B", "1", " ", ":", "ab", ".", "\u00e9", "|", "^", "$", "\\d", "\\d+", "\\w",
          "\\w+", "\\w*", "\\S+", "\\S*", "\\s", "\\s*", "\\s+", "\\p", "\\p*", "\\.", "\\.*",
          "\\.+", "\\D+", "\\W*", "\\t", "\\(", "\\(+", "(", ")", "(\\S+)", "(\\d*)", "(\\.*)",
          "(\\w+)", "\\$", "\\|", "\\\\", "+", "*", "!");
  private static final String BYTES = "aAbB1 2:.|^$()\\\t\u00e9\u0000\n-_@!+*";

  private Subjects() {}

  /** Returns the text of a pattern, which need not compile. */
  public static String pattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(9); i >= 0; i--) {
      pattern.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return pattern.toString();
  }

  /**
   * Returns a text in which the pattern's literals occur in their order, with what its escapes
   * might stand for between them, and some noise.
   */
  public static String like(String pattern, Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? noise(random) : "");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (random.nextInt(24) == 0) {
        text.append(noise(random));
      } else if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        boolean quantified = i + 1 < pattern.length() && "+*".indexOf(pattern.charAt(i + 1)) >= 0;
        int times = quantified ? random.nextInt(4) : 1;
        for (int n = 0; n < times; n++) {
          text.append(member(pattern.charAt(i), random));
        }
        i += quantified ? 1 : 0;
      } else if ("()^$|".indexOf(c) < 0) {
        text.append(random.nextInt(8) == 0 ? Character.toUpperCase(c) : c);
      }
    }
    return random.nextInt(3) == 0 ? text.append(noise(random)).toString() : text.toString();
  }

  private static char member(char escape, Random random) {
    String set =
        switch (escape) {
          case 'd' -> "0129";
          case 'w' -> "aZ0-@_";
          case 's' -> " ";
          case 'p' -> "!.:?[}-";
          case 't' -> "\t";
          case 'D', 'W', 'S', '.' -> BYTES;
          default -> String.valueOf(escape);
        };
    return set.charAt(random.nextInt(set.length()));
  }

  private static String noise(Random random) {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      noise.append(BYTES.charAt(random.nextInt(BYTES.length())));
    }
    return noise.toString();
  }
}
