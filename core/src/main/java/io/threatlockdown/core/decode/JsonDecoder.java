package io.threatlockdown.core.decode;

import static java.util.Map.entry;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Map;
import java.util.Optional;

/** The JSON plugin: every value of a JSON object is a field (spec ruleset §3.5). */
final class JsonDecoder {
  private static final String USER = "user";

  /** The paths that are static fields. Note {@code systemname}, which has no underscore here. */
  private static final Map<String, StaticField> STATIC =
      Map.ofEntries(
          entry("srcip", StaticField.SRCIP),
          entry("dstip", StaticField.DSTIP),
          entry("srcport", StaticField.SRCPORT),
          entry("dstport", StaticField.DSTPORT),
          entry("protocol", StaticField.PROTOCOL),
          entry("action", StaticField.ACTION),
          entry("srcuser", StaticField.SRCUSER),
          entry("dstuser", StaticField.DSTUSER),
          entry("id", StaticField.ID),
          entry("status", StaticField.STATUS),
          entry("url", StaticField.URL),
          entry("data", StaticField.DATA),
          entry("extra_data", StaticField.EXTRA_DATA),
          entry("systemname", StaticField.SYSTEM_NAME));

  private JsonDecoder() {}

  /** Adds the fields of the JSON object that starts there; none if the text is not JSON. */
  static void decode(String text, int from, JsonOptions options, Event.Builder event) {
    for (DynamicField field : JsonFields.read(text, from, options, STATIC.keySet())) {
      add(field, event);
    }
  }

  private static void add(DynamicField field, Event.Builder event) {
    Optional<StaticField> known = Optional.ofNullable(STATIC.get(field.name()));
    boolean userIsFree =
        field.name().equals(USER) && event.field(StaticField.DSTUSER).orElse("").isEmpty();
    if (userIsFree) {
      event.field(StaticField.DSTUSER, field.value());
    } else if (known.isPresent()) {
      event.field(known.get(), field.value());
    } else {
      event.dynamicField(field.name(), field.value());
    }
  }
}
