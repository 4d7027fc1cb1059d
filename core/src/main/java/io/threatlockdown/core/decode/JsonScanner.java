package io.threatlockdown.core.decode;

/**
 * Reads the words of a JSON text as leniently as cJSON does, Wazuh's reader: any byte up to the
 * space is white space, control characters may stand in strings, numbers are what {@code strtod}
 * takes. Strings are ISO-8859-1, one char a byte. Verbs say false for what is not there; nothing is
 * thrown.
 */
final class JsonScanner {
  /** The most chars of a number that are looked at (cJSON's buffer). */
  private static final int NUMBER_BYTES_MAX = 63;

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private final String text;
  private int at;
  private String string = "";
  private String number = "";

  JsonScanner(String text, int from) {
    this.text = text;
    this.at = text.startsWith(BYTE_ORDER_MARK, from) ? from + BYTE_ORDER_MARK.length() : from;
  }

  /** Returns the next char that is no white space, or 0 at the end. */
  char peek() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  /** Skips white space and then the char, if it is next. */
  boolean take(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Skips white space and then the word, if it is next. */
  boolean take(String word) {
    if (peek() == '\0' || !text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  /** Returns the string last read, its escapes undone, cut at a NUL. */
  String string() {
    return string;
  }

  /** Returns the number last read, as {@link Double#parseDouble} takes it. */
  String number() {
    return number;
  }

  /** Reads a string, if one is next and it is sound. */
  boolean readString() {
    if (!take('"')) {
      return false;
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    if (at >= text.length()) {
      return false;
    }
    if (text.charAt(at) == '"') {
      string = text.substring(start, at++);
      return true;
    }
    return readEscaped(new StringBuilder().append(text, start, at));
  }

  private boolean readEscaped(StringBuilder value) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        int nul = value.indexOf("\0");
        string = nul < 0 ? value.toString() : value.substring(0, nul);
        return true;
      }
      if (c != '\\') {
        value.append(c);
      } else if (!readEscape(value)) {
        return false;
      }
    }
    return false;
  }

  private boolean readEscape(StringBuilder value) {
    char c = at < text.length() ? text.charAt(at++) : '\0';
    switch (c) {
      case '"', '\\', '/' -> value.append(c);
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> {
        return readUnicode(value);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean readUnicode(StringBuilder value) {
    int unit = hex4();
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff)) {
      return false;
    }
    int codePoint = unit;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      if (!text.startsWith("\\u", at)) {
        return false;
      }
      at += 2;
      int low = hex4();
      if (low < 0xdc00 || low > 0xdfff) {
        return false;
      }
      codePoint = Character.toCodePoint((char) unit, (char) low);
    }
    appendUtf8(codePoint, value);
    return true;
  }

  /** Reads four hexadecimal digits; -1 if there are fewer. */
  private int hex4() {
    if (at + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = text.charAt(at++);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private static void appendUtf8(int codePoint, StringBuilder to) {
    if (codePoint < 0x80) {
      to.append((char) codePoint);
    } else if (codePoint < 0x800) {
      to.append((char) (0xc0 | codePoint >> 6));
      appendTail(codePoint, to);
    } else if (codePoint < 0x10000) {
      to.append((char) (0xe0 | codePoint >> 12));
      appendTail(codePoint >> 6, to);
      appendTail(codePoint, to);
    } else {
      to.append((char) (0xf0 | codePoint >> 18));
      appendTail(codePoint >> 12, to);
      appendTail(codePoint >> 6, to);
      appendTail(codePoint, to);
    }
  }

  private static void appendTail(int bits, StringBuilder to) {
    to.append((char) (0x80 | (bits & 0x3f)));
  }

  /** Reads a number, if one is next; of {@code 1-2} it is the 1. */
  boolean readNumber() {
    char first = peek();
    if (first != '-' && (first < '0' || first > '9')) {
      return false;
    }
    int start = at;
    int limit = Math.min(text.length(), start + NUMBER_BYTES_MAX);
    int end = start < limit && text.charAt(start) == '-' ? start + 1 : start;
    int whole = digitsEnd(end, limit);
    int digits = whole - end;
    end = whole;
    if (end < limit && text.charAt(end) == '.') {
      int fraction = digitsEnd(end + 1, limit);
      digits += fraction - end - 1;
      end = fraction;
    }
    if (digits == 0) {
      return false;
    }
    end = exponentEnd(end, limit);
    number = text.substring(start, end);
    at = end;
    return true;
  }

  private int exponentEnd(int from, int limit) {
    if (from >= limit || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
      return from;
    }
    int digits = from + 1;
    if (digits < limit && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
      digits++;
    }
    int end = digitsEnd(digits, limit);
    return end > digits ? end : from;
  }

  private int digitsEnd(int from, int limit) {
    int end = from;
    while (end < limit && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
