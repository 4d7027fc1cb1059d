package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.LogLine;

/**
 * Prints an array while reading it, the way cJSON does: elements on one line, objects over several,
 * indented by tabs. Deep nesting would make the print far longer than what is read, so it is cut.
 */
final class JsonPrinter {
  /** The longest print; the rest is read but not printed. */
  static final int PRINT_BYTES_MAX = LogLine.BYTES_MAX;

  private final JsonScanner in;
  private final StringBuilder out = new StringBuilder();

  JsonPrinter(JsonScanner in) {
    this.in = in;
  }

  /** Returns what was printed. */
  String text() {
    return out.toString();
  }

  /**
   * Reads and prints an array.
   *
   * @param indent how deep the array is in what is printed
   * @param depth how deep it is in what is read
   */
  boolean array(int indent, int depth) {
    if (!in.take('[') || depth > JsonFields.DEPTH_MAX) {
      return false;
    }
    print("[");
    if (!in.take(']')) {
      String comma = "";
      do {
        print(comma);
        comma = ", ";
        if (!value(indent + 1, depth + 1)) {
          return false;
        }
      } while (in.take(','));
      if (!in.take(']')) {
        return false;
      }
    }
    print("]");
    return true;
  }

  private boolean object(int indent, int depth) {
    if (!in.take('{') || depth > JsonFields.DEPTH_MAX) {
      return false;
    }
    print("{\n");
    if (!in.take('}')) {
      String comma = "";
      do {
        if (!in.readString()) {
          return false;
        }
        print(comma);
        comma = ",\n";
        printTabs(indent + 1);
        printString(in.string());
        print(":\t");
        if (!in.take(':') || !value(indent + 1, depth + 1)) {
          return false;
        }
      } while (in.take(','));
      if (!in.take('}')) {
        return false;
      }
      print("\n");
    }
    printTabs(indent);
    print("}");
    return true;
  }

  private boolean value(int indent, int depth) {
    return switch (in.peek()) {
      case '{' -> object(indent, depth);
      case '[' -> array(indent, depth);
      case '"' -> in.readString() && printedString(in.string());
      case 't' -> in.take("true") && printed("true");
      case 'f' -> in.take("false") && printed("false");
      case 'n' -> in.take("null") && printed("null");
      default -> in.readNumber() && printed(JsonNumber.asJson(in.number()));
    };
  }

  private boolean printedString(String value) {
    printString(value);
    return true;
  }

  private void printString(String value) {
    print(quoted(value));
  }

  /** Returns a text as a JSON string. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        quoted.append(escape(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u00" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16);
    };
  }

  private void printTabs(int count) {
    for (int i = 0; i < count && out.length() < PRINT_BYTES_MAX; i++) {
      out.append('\t');
    }
  }

  /** Prints and says true. */
  private boolean printed(String text) {
    print(text);
    return true;
  }

  /** Appends as much as there is room for. */
  private void print(String text) {
    out.append(text, 0, Math.min(text.length(), PRINT_BYTES_MAX - out.length()));
  }
}
