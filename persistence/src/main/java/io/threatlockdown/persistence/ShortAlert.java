package io.threatlockdown.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * An alert as far as its block remembers it: rule, source address and location, in the places where
 * Wazuh's alerts have them. It stands for the alert when a block ends, for memory holds no whole
 * alerts.
 */
final class ShortAlert {
  private static final JsonFactory JSON = new JsonFactory();

  private ShortAlert() {}

  /** Returns one line of JSON. */
  static String of(BlockOrder order) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("timestamp", order.lineReceivedAt().toString());
      json.writeObjectFieldStart("rule");
      json.writeStringField("id", Integer.toString(order.ruleId()));
      json.writeStringField("description", Bounds.cut(order.reason()));
      json.writeEndObject();
      json.writeObjectFieldStart("agent");
      json.writeStringField("id", order.key().hostId());
      json.writeEndObject();
      json.writeObjectFieldStart("data");
      json.writeStringField("srcip", order.target().base().toString());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string refused to be written", impossible);
    }
    return text.toString();
  }
}
