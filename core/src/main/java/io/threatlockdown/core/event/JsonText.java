package io.threatlockdown.core.event;

/**
 * Texts in JSON (RFC 8259 section 7), escaped as Wazuh's cJSON does: quotes, backslashes and
 * control characters only, all else as it is. So the characters of a line that are bytes stay those
 * bytes.
 */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Appends the text in quotes. */
  public static void quote(String value, StringBuilder out) {
    out.append('"');
    escape(value, out);
    out.append('"');
  }

  /** Appends the text as it stands between quotes. */
  public static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      escape(value.charAt(i), out);
    }
  }

  /** Appends one character as it stands between quotes. */
  public static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
          out.append(c);
        }
      }
    }
  }
}
