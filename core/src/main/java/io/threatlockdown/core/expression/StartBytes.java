package io.threatlockdown.core.expression;

import java.util.BitSet;

/**
 * The bytes that a text can start with for an anchored pattern to match. Most of a ruleset's
 * patterns start with {@code ^} and a literal, so one look at one byte rules them out. Immutable.
 */
public final class StartBytes {
  /** Of a pattern that may match whatever the text starts with. */
  static final StartBytes ANY = new StartBytes(RegexSets.DOT, true);

  /** So many bytes at most tell something: a pattern that admits more is searched in full. */
  private static final int TELLING_MAX = 32;

  private final ByteSet bytes;
  private final boolean any;

  private StartBytes(ByteSet bytes, boolean any) {
    this.bytes = bytes;
    this.any = any;
  }

  /** Returns those of a set. */
  static StartBytes of(ByteSet bytes) {
    return new StartBytes(bytes, false);
  }

  /** Returns the start bytes of OS_Regex; all of them if it may start with anything. */
  static StartBytes ofOsRegex(String pattern) {
    BitSet bytes = new BitSet();
    int at = 0;
    while (at <= pattern.length()) {
      if (!addAlternative(pattern, at, bytes)) {
        return ANY;
      }
      at = alternativeEnd(pattern, at) + 1;
    }
    return of(ByteSet.of(bytes::get));
  }

  /** Returns the start byte, in both cases, of texts that begin with a literal. */
  static StartBytes ofText(String literal) {
    return literal.isEmpty() ? ANY : of(RegexSets.of(literal.charAt(0), true));
  }

  /** Returns those that this or another admits. */
  StartBytes or(StartBytes other) {
    return any || other.any ? ANY : of(bytes.or(other.bytes));
  }

  /** Whether a match can start there. */
  public boolean admit(String text, int from) {
    return any || (from < text.length() && bytes.has(text.charAt(from)));
  }

  /** Whether a match can start with the byte; -1 stands for an empty text. */
  public boolean admit(int first) {
    return any || (first >= 0 && bytes.has(first));
  }

  /** Whether most texts are refused. */
  public boolean tell() {
    return !any && bytes.size() <= TELLING_MAX;
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
