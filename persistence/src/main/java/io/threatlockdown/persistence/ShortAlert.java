package io.threatlockdown.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threatlockdown.core.response.BlockOrder;

/**
 * An alert as far as its block remembers it: rule, source address, and the log line as evidence, in
 * the places where Wazuh's alerts have them. Memory holds no whole alerts; every text is cut to
 * {@link Bounds#TEXT_MAX}.
 */
final class ShortAlert {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShortAlert() {}

  /** Returns one line of JSON. What the order's alert does not say is left out. */
  static String of(BlockOrder order) {
    JsonNode whole = read(order.alertJson());
    ObjectNode brief = JSON.createObjectNode();
    brief.put("timestamp", order.lineReceivedAt().toString());
    ObjectNode rule = brief.putObject("rule");
    if (whole.path("rule").path("level").isInt()) {
      rule.put("level", whole.path("rule").path("level").asInt());
    }
    rule.put("id", Integer.toString(order.ruleId()));
    rule.put("description", Bounds.cut(order.reason()));
    ObjectNode agent = brief.putObject("agent");
    agent.put("id", order.key().hostId());
    copy(whole.path("agent"), "name", agent);
    brief.putObject("data").put("srcip", order.target().base().toString());
    copy(whole, "full_log", brief);
    copy(whole, "location", brief);
    return brief.toString();
  }

  private static void copy(JsonNode from, String field, ObjectNode into) {
    if (from.path(field).isTextual()) {
      into.put(field, Bounds.cut(from.path(field).asText()));
    }
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException noAlert) {
      return MissingNode.getInstance();
    }
  }
}
