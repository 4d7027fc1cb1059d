package io.threatlockdown.core.decode;

/** Reads past a value, checking that it is one. */
final class JsonSkipper {
  private final JsonScanner in;

  JsonSkipper(JsonScanner in) {
    this.in = in;
  }

  /** Reads a value at that depth of the document. */
  boolean value(int depth) {
    return switch (in.peek()) {
      case '{' -> members('{', '}', depth);
      case '[' -> members('[', ']', depth);
      case '"' -> in.readString();
      case 't' -> in.take("true");
      case 'f' -> in.take("false");
      case 'n' -> in.take("null");
      default -> in.readNumber();
    };
  }

  private boolean members(char open, char close, int depth) {
    if (!in.take(open) || depth > JsonFields.DEPTH_MAX) {
      return false;
    }
    if (in.take(close)) {
      return true;
    }
    do {
      boolean named = open == '[' || (in.readString() && in.take(':'));
      if (!named || !value(depth + 1)) {
        return false;
      }
    } while (in.take(','));
    return in.take(close);
  }
}
