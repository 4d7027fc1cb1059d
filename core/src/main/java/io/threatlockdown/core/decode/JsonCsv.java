package io.threatlockdown.core.decode;

/** Joins the plain values of an array by commas while reading it; nested ones are left out. */
final class JsonCsv {
  private final JsonScanner in;
  private final StringBuilder out = new StringBuilder();
  private boolean empty = true;

  JsonCsv(JsonScanner in) {
    this.in = in;
  }

  /** Returns the values joined. */
  String text() {
    return out.toString();
  }

  /** Reads an array at that depth of the document. */
  boolean array(int depth) {
    if (!in.take('[') || depth > JsonFields.DEPTH_MAX) {
      return false;
    }
    if (in.take(']')) {
      return true;
    }
    do {
      if (!value(depth)) {
        return false;
      }
    } while (in.take(','));
    return in.take(']');
  }

  private boolean value(int depth) {
    return switch (in.peek()) {
      case '{', '[' -> new JsonSkipper(in).value(depth + 1);
      case '"' -> in.readString() && add(in.string());
      case 't' -> in.take("true") && add("true");
      case 'f' -> in.take("false") && add("false");
      case 'n' -> in.take("null") && add("null");
      default -> in.readNumber() && add(JsonNumber.asField(in.number()));
    };
  }

  /** Always true. */
  private boolean add(String value) {
    if (!empty) {
      out.append(',');
    }
    empty = false;
    out.append(value);
    return true;
  }
}
