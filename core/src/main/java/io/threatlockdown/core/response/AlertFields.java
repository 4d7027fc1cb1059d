package io.threatlockdown.core.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.StaticField;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code data} of an alert: static fields first, then dynamic ones, whose dots nest. As in
 * Wazuh the first value of a name stays, names are told apart ignoring case, and a value that is a
 * JSON array is shown as one.
 */
final class AlertFields {
  /** How deep dots nest; what remains of a name keeps its dots. */
  static final int NESTING_MAX = 32;

  /** The longest name; what is beyond is cut off. Readers of JSON have limits, Jackson's 50,000. */
  static final int NAME_CHARS_MAX = 1_024;

  private static final JsonFactory JSON = new JsonFactory();

  /** What a name stands for: a value, or further names. */
  private sealed interface Node {
    /** The name as first written. */
    String name();
  }

  private record Value(String name, String text) implements Node {}

  private record Names(String name, Map<String, Node> nodes) implements Node {}

  private final Names root = new Names("data", new LinkedHashMap<>());

  private AlertFields() {}

  /** Writes the fields of an event, nothing if it has none. */
  static void write(Event event, JsonLine into) {
    AlertFields fields = of(event);
    if (!fields.root.nodes.isEmpty()) {
      write(fields.root, into);
    }
  }

  /** Writes the fields of an event, {@code {}} if it has none. */
  static void writeEvenIfEmpty(Event event, JsonLine into) {
    write(of(event).root, into);
  }

  private static AlertFields of(Event event) {
    AlertFields fields = new AlertFields();
    for (StaticField field : StaticField.values()) {
      event.field(field).ifPresent(value -> put(fields.root, field.fieldName(), value));
    }
    for (DynamicField field : event.dynamicFields()) {
      fields.add(field);
    }
    return fields;
  }

  private void add(DynamicField field) {
    Names at = root;
    String name = field.name();
    for (int depth = 1; depth < NESTING_MAX; depth++) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        break;
      }
      String part = name(name.substring(0, dot));
      Node node = at.nodes.computeIfAbsent(key(part), k -> new Names(part, new LinkedHashMap<>()));
      if (!(node instanceof Names names)) {
        return; // A value has that name already; cJSON hides what is put below it.
      }
      at = names;
      name = name.substring(dot + 1);
    }
    put(at, name, field.value());
  }

  private static void put(Names at, String name, String value) {
    String text = name(name);
    Node unused = at.nodes.computeIfAbsent(key(text), key -> new Value(text, Latin1.toText(value)));
  }

  private static String name(String bytes) {
    return Latin1.toText(bytes.substring(0, Math.min(bytes.length(), NAME_CHARS_MAX)));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void write(Names names, JsonLine into) {
    into.open(names.name);
    for (Node node : names.nodes.values()) {
      if (node instanceof Names inner) {
        write(inner, into);
      } else if (node instanceof Value value && isArray(value.text)) {
        into.json(node.name(), value.text);
      } else if (node instanceof Value value) {
        into.string(node.name(), value.text);
      }
    }
    into.close();
  }

  /** Whether the text is one JSON array, and can stand in a line as it is. */
  static boolean isArray(String text) {
    if (!text.startsWith("[") || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      return parser.nextToken() != null
          && parser.skipChildren().currentToken() != null
          && parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }
}
