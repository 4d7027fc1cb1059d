package io.threatlockdown.core.event;

/**
 * Text that an attacker may have written, made safe to show: whatever could move the cursor, hide
 * text, or end the line is escaped.
 */
public final class SafeText {
  private SafeText() {}

  /**
   * Returns the text with control characters, line separators, unpaired surrogates and invisible
   * formatting (such as right-to-left overrides) as {@code \xNN} or {@code \}{@code uNNNN}, a tab
   * as {@code \t} and a newline as {@code \n}.
   */
  public static String of(String text) {
    int at = firstUnsafe(text);
    if (at < 0) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, at);
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isUnsafe(c)) {
        safe.append(escape(c));
      } else {
        safe.appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    return safe.toString();
  }

  /** Returns the text as {@link #of}, cut to at most {@code charsMax} with an ellipsis. */
  public static String of(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return of(text.substring(0, end)) + "…";
  }

  private static int firstUnsafe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c > '~' && isUnsafe(text.codePointAt(i)))) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      }
    }
    return -1;
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 256 ? String.format("\\x%02x", c) : String.format("\\u%04x", c);
    };
  }
}
