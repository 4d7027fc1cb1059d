package io.threatlockdown.core.response;

import io.threatlockdown.core.event.JsonText;
import java.util.List;

/**
 * One line of JSON under construction, its texts escaped as {@link JsonText} does. Callers keep the
 * brackets balanced.
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
    JsonText.quote(value, text);
  }
}
