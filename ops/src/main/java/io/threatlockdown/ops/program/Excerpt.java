package io.threatlockdown.ops.program;

import java.nio.charset.StandardCharsets;

/** What others wrote, made fit for a message to operators: short, on one line, printable. */
final class Excerpt {
  private static final int CHARS_MAX = 64;

  private Excerpt() {}

  /** Returns all of it. */
  static String of(byte[] bytes) {
    return of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Returns the beginning of it, in quotes. */
  static String quoted(String text) {
    String shown = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) + "…" : text;
    return "'" + of(shown) + "'";
  }

  private static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
