package io.threatlockdown.core.event;

import java.nio.charset.StandardCharsets;

/**
 * Bytes held as a string of one char each (ISO-8859-1), the form in which lines are matched: byte
 * semantics, and half the memory of UTF-16.
 */
public final class Latin1 {
  private Latin1() {}

  /** Returns the bytes as one char each. */
  public static String of(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Returns the UTF-8 bytes of a text as one char each. */
  public static String ofText(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Returns the text that the bytes spell in UTF-8; a byte that spells none becomes U+FFFD. */
  public static String toText(String bytes) {
    return isAscii(bytes)
        ? bytes
        : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
