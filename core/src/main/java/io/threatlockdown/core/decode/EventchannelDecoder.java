package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Windows events as an agent sends them: {@code {"Message":"…","Event":"<Event>…</Event>"}} (spec
 * ruleset §6.4). They become JSON, which is the log, and its fields. What it cannot read gets no
 * decoder name and no field, so no rule matches it.
 */
final class EventchannelDecoder {
  private static final String NAME = "windows_eventchannel";
  private static final JsonOptions OPTIONS = JsonOptions.DEFAULT;
  private static final List<String> SEVERITIES =
      List.of("CRITICAL", "ERROR", "WARNING", "INFORMATION", "VERBOSE");
  private static final long AUDIT_FAILURE = 0x10000000000000L;
  private static final long AUDIT_SUCCESS = 0x20000000000000L;

  private EventchannelDecoder() {}

  /** Adds what the event says, its decoder's name, and its JSON as text. */
  static void decode(String text, Event.Builder event) {
    event.category(Category.OSSEC);
    Map<String, String> sent = new LinkedHashMap<>();
    for (DynamicField field : JsonFields.read(text, 0, OPTIONS, Set.of())) {
      sent.putIfAbsent(field.name(), field.value());
    }
    WindowsEvent.read(sent.getOrDefault("Event", ""))
        .ifPresent(sections -> decode(sections, sent.getOrDefault("Message", ""), event));
  }

  private static void decode(
      Map<String, Map<String, String>> sections, String message, Event.Builder event) {
    Map<String, String> system = sections.getOrDefault("system", Map.of());
    system.put("severityValue", severity(system));
    if (!message.isBlank()) {
      system.put("message", message.strip());
    }
    Optional.ofNullable(sections.get("eventdata")).ifPresent(EventchannelDecoder::nameAuditPolicy);
    String json = json(sections);
    event.decoder(NAME, Optional.empty(), Category.OSSEC).text(json);
    JsonDecoder.decode(json, 0, OPTIONS, event);
  }

  private static String severity(Map<String, String> system) {
    String level = system.getOrDefault("level", "");
    if (level.matches("[1-5]")) {
      return SEVERITIES.get(Integer.parseInt(level) - 1);
    }
    long keywords = level.equals("0") ? hexadecimal(system.getOrDefault("keywords", "")) : 0;
    if ((keywords & AUDIT_FAILURE) != 0) {
      return "AUDIT_FAILURE";
    }
    return (keywords & AUDIT_SUCCESS) != 0 ? "AUDIT_SUCCESS" : "UNKNOWN";
  }

  private static long hexadecimal(String text) {
    return text.matches("0[xX][0-9a-fA-F]{1,16}")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : 0;
  }

  private static void nameAuditPolicy(Map<String, String> data) {
    Optional.ofNullable(data.get("categoryId"))
        .flatMap(AuditPolicyNames::category)
        .ifPresent(name -> data.put("category", name));
    Optional.ofNullable(data.get("subcategoryId"))
        .flatMap(AuditPolicyNames::subcategory)
        .ifPresent(name -> data.put("subcategory", name));
    Optional.ofNullable(data.get("auditPolicyChanges"))
        .ifPresent(
            ids -> {
              List<String> changes = new ArrayList<>();
              for (String id : ids.split("[,\\s]+", -1)) {
                AuditPolicyNames.change(id).ifPresent(changes::add);
              }
              data.put("auditPolicyChangesId", ids);
              data.put("auditPolicyChanges", String.join(", ", changes));
            });
  }

  private static String json(Map<String, Map<String, String>> sections) {
    StringBuilder json = new StringBuilder("{\"win\":{");
    String between = "";
    for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
      json.append(between).append(JsonPrinter.quoted(section.getKey())).append(":{");
      String comma = "";
      for (Map.Entry<String, String> value : section.getValue().entrySet()) {
        json.append(comma).append(JsonPrinter.quoted(value.getKey())).append(':');
        json.append(JsonPrinter.quoted(value.getValue()));
        comma = ",";
      }
      json.append('}');
      between = ",";
    }
    return json.append("}}").toString();
  }
}
