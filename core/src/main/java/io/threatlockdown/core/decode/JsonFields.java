package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Flattens a JSON object to fields named by their dotted path while reading it once (spec ruleset
 * §3.5). A text that is not JSON to its end has no fields at all.
 */
final class JsonFields {
  /** How deep values may nest (cJSON's limit); a deeper text counts as no JSON. */
  static final int DEPTH_MAX = 1000;

  /** The longest path of a field; one with a longer path is left out. */
  static final int NAME_BYTES_MAX = 1024;

  private final JsonScanner in;
  private final JsonOptions options;
  private final Set<String> alwaysKept;
  private final StringBuilder path = new StringBuilder();
  private final List<DynamicField> fields = new ArrayList<>();
  private int counted;

  private JsonFields(JsonScanner in, JsonOptions options, Set<String> alwaysKept) {
    this.in = in;
    this.options = options;
    this.alwaysKept = alwaysKept;
  }

  /**
   * Returns the fields of the object that starts there, in order, names repeated as they stand: at
   * most {@link Event#DYNAMIC_FIELDS_MAX}, not counting those named in {@code alwaysKept}.
   */
  static List<DynamicField> read(
      String text, int from, JsonOptions options, Set<String> alwaysKept) {
    JsonScanner in = new JsonScanner(text, from);
    JsonFields reader = new JsonFields(in, options, alwaysKept);
    // Only an object has names; an array or a plain value on top adds nothing.
    return in.peek() == '{' && reader.object(1) ? reader.fields : List.of();
  }

  private boolean object(int depth) {
    if (!in.take('{') || depth > DEPTH_MAX) {
      return false;
    }
    if (in.take('}')) {
      return true;
    }
    int parent = path.length();
    do {
      if (!in.readString()) {
        return false;
      }
      if (depth > 1) {
        path.append('.');
      }
      path.append(in.string());
      if (!in.take(':') || !value(depth)) {
        return false;
      }
      path.setLength(parent);
    } while (in.take(','));
    return in.take('}');
  }

  private boolean value(int depth) {
    return switch (in.peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> in.readString() && add(in.string());
      case 't' -> in.take("true") && add("true");
      case 'f' -> in.take("false") && add("false");
      case 'n' -> in.take("null") && (options.discardNull() || add("null"));
      default -> in.readNumber() && add(JsonNumber.asField(in.number()));
    };
  }

  private boolean array(int depth) {
    if (options.arraysAsCsv()) {
      JsonCsv csv = new JsonCsv(in);
      return csv.array(depth) && (csv.text().isEmpty() || add(csv.text()));
    }
    JsonPrinter printer = new JsonPrinter(in);
    return printer.array(0, depth) && add(printer.text());
  }

  /** Adds a field unless there are enough. Always true. */
  private boolean add(String value) {
    if (path.length() > NAME_BYTES_MAX) {
      return true;
    }
    String name = path.toString();
    if (alwaysKept.contains(name)) {
      fields.add(new DynamicField(name, value));
    } else if (counted < Event.DYNAMIC_FIELDS_MAX) {
      counted++;
      fields.add(new DynamicField(name, value));
    }
    return true;
  }
}
