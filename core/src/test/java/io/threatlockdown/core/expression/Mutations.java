package io.threatlockdown.core.expression;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Log lines as they should not be: flipped, cut, spliced, or nothing but noise. */
public final class Mutations {
  private static final int LINE_BYTES_MAX = 4096;
  private static final String MEANINGFUL =
      " :[](){}\"'=,.;|<>/\\%-_@0123456789\t\n\u00c3\u00a4\u00ff";

  private final Random random;
  private final List<String> lines;

  /** Mutates the lines of a corpus. */
  public Mutations(Random random, List<String> lines) {
    this.random = random;
    this.lines = lines;
  }

  /** Returns a line of the corpus. */
  public String line() {
    return lines.get(random.nextInt(lines.size()));
  }

  /** Returns the line after one to three mutations. */
  public String mutate(String line) {
    String mutated = line;
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutated = once(mutated);
    }
    return mutated.substring(0, Math.min(mutated.length(), LINE_BYTES_MAX));
  }

  /** Returns random bytes, half of the time behind a good header. */
  public String noise() {
    StringBuilder noise = new StringBuilder();
    if (random.nextBoolean()) {
      String line = line();
      noise.append(line, 0, Math.min(line.length(), 16 + random.nextInt(30)));
    }
    for (int i = random.nextInt(120); i > 0; i--) {
      noise.append((char) random.nextInt(256));
    }
    return noise.toString();
  }

  private String once(String line) {
    int from = random.nextInt(line.length() + 1);
    int to = Math.min(line.length(), from + random.nextInt(12));
    String head = line.substring(0, from);
    String cut = line.substring(from, to);
    String tail = line.substring(to);
    return switch (random.nextInt(9)) {
      case 0 -> head + flip(cut) + tail;
      case 1 -> head;
      case 2 -> head + tail;
      case 3 -> head + meaningful() + cut + tail;
      case 4 -> head + cut.toUpperCase(Locale.ROOT) + tail;
      case 5 -> head + swapCase(cut + tail);
      case 6 -> {
        String other = line();
        yield head + other.substring(random.nextInt(other.length() + 1));
      }
      case 7 -> duplicateToken(line);
      default -> head + cut + cut + tail;
    };
  }

  private String flip(String text) {
    if (text.isEmpty()) {
      return text;
    }
    StringBuilder flipped = new StringBuilder(text);
    int at = random.nextInt(text.length());
    flipped.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
    return flipped.toString();
  }

  private char meaningful() {
    return MEANINGFUL.charAt(random.nextInt(MEANINGFUL.length()));
  }

  private String duplicateToken(String line) {
    String[] tokens = line.split(" ", -1);
    int chosen = random.nextInt(tokens.length);
    tokens[chosen] = tokens[chosen] + ' ' + tokens[chosen];
    return String.join(" ", tokens);
  }

  private static String swapCase(String text) {
    StringBuilder swapped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      swapped.append(letter ? (char) (c ^ 0x20) : c);
    }
    return swapped.toString();
  }
}
