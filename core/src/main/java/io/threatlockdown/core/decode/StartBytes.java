package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Flavour;
import java.util.BitSet;

/**
 * The bytes that a text can start with for an anchored pattern to match. Most of a ruleset's
 * decoders start with {@code ^} and a literal, so one look at one byte rules them out.
 */
final class StartBytes {
  private static final StartBytes ANY = new StartBytes(new BitSet(), true);

  private final BitSet bytes;
  private final boolean any;

  private StartBytes(BitSet bytes, boolean any) {
    this.bytes = bytes;
    this.any = any;
  }

  /** Returns the start bytes of a pattern; all of them if it may start with anything. */
  static StartBytes of(Flavour flavour, String pattern) {
    if (flavour != Flavour.OS_REGEX && flavour != Flavour.OSSEC_REGEX) {
      return ANY;
    }
    BitSet bytes = new BitSet();
    int at = 0;
    while (at <= pattern.length()) {
      if (!addAlternative(pattern, at, bytes)) {
        return ANY;
      }
      at = alternativeEnd(pattern, at) + 1;
    }
    return new StartBytes(bytes, false);
  }

  /** Whether a match can start there. */
  boolean admit(String text, int from) {
    return any || (from < text.length() && bytes.get(text.charAt(from)));
  }

  /** Whether a match can start with the byte; -1 stands for an empty text. */
  boolean admit(int first) {
    return any || (first >= 0 && bytes.get(first));
  }

  /** Returns false if the alternative may start with anything. */
  private static boolean addAlternative(String pattern, int from, BitSet bytes) {
    if (!pattern.startsWith("^", from)) {
      return false;
    }
    int at = pattern.startsWith("(", from + 1) ? from + 2 : from + 1;
    if (at >= pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at);
    if (c == '\\') {
      return addEscape(pattern, at, bytes);
    }
    if ("()|$^".indexOf(c) >= 0 || c >= 0x80) {
      return false;
    }
    bytes.set(Character.toLowerCase(c));
    bytes.set(Character.toUpperCase(c));
    return true;
  }

  private static boolean addEscape(String pattern, int backslash, BitSet bytes) {
    if (pattern.startsWith("*", backslash + 2) || backslash + 1 >= pattern.length()) {
      return false;
    }
    char escaped = pattern.charAt(backslash + 1);
    if (escaped == 'd') {
      bytes.set('0', '9' + 1);
      return true;
    }
    if ("()\\$|<".indexOf(escaped) >= 0) {
      bytes.set(escaped);
      return true;
    }
    return false;
  }

  private static int alternativeEnd(String pattern, int from) {
    int at = from;
    while (at < pattern.length() && pattern.charAt(at) != '|') {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, pattern.length());
  }
}
