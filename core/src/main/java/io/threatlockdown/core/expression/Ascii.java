package io.threatlockdown.core.expression;

import java.nio.charset.StandardCharsets;

/** Comparing bytes with ASCII case ignored; bytes from 0x80 on have no case. */
final class Ascii {
  private Ascii() {}

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  /** Returns the text with its ASCII letters in lower case. */
  static String lower(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean changed = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= 'A' && b <= 'Z') {
        bytes[i] = (byte) (b + 32);
        changed = true;
      }
    }
    return changed ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
  }

  /** Whether the text from there on starts with the lower-case prefix. */
  static boolean startsWith(String text, int from, String prefix) {
    if (from < 0 || text.length() - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (lower(text.charAt(from + i)) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns where the lower-case word is first from there on, or -1. */
  static int indexOf(String text, int from, String word) {
    int last = text.length() - word.length();
    if (word.isEmpty()) {
      return from;
    }
    char first = word.charAt(0);
    for (int i = from; i <= last; i++) {
      if (lower(text.charAt(i)) == first && startsWith(text, i, word)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether all bytes are below 0x80. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
