package io.threatlockdown.core.response;

import java.util.List;

/**
 * One line of JSON under construction, escaped as Wazuh's cJSON does: quotes, backslashes and
 * control characters only, all else as it is. Callers keep the brackets balanced.
 */
final class JsonLine {
  private final StringBuilder text = new StringBuilder(1_024);

  /** Opens an object without a name: the root. */
  void open() {
    separate();
    text.append('{');
  }

  /** Opens an object. */
  void open(String name) {
    name(name);
    text.append('{');
  }

  /** Closes the innermost object. */
  void close() {
    text.append('}');
  }

  void string(String name, String value) {
    name(name);
    quote(value);
  }

  void number(String name, long value) {
    name(name);
    text.append(value);
  }

  void bool(String name, boolean value) {
    name(name);
    text.append(value);
  }

  void strings(String name, List<String> values) {
    name(name);
    text.append('[');
    for (String value : values) {
      separate();
      quote(value);
    }
    text.append(']');
  }

  /** Adds a value that is JSON already. */
  void json(String name, String value) {
    name(name);
    text.append(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void name(String name) {
    separate();
    quote(name);
    text.append(':');
  }

  private void separate() {
    if (!text.isEmpty() && "{[:".indexOf(text.charAt(text.length() - 1)) < 0) {
      text.append(',');
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < ' ') {
            text.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
