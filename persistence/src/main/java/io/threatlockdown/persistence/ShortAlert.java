package io.threatlockdown.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * An alert as far as its block remembers it: rule, source address, and the log line as evidence, in
 * the places where Wazuh's alerts have them. Memory holds no whole alerts; every text is cut to
 * {@link Bounds#TEXT_MAX}.
 */
final class ShortAlert {
  private static final JsonFactory JSON = new JsonFactory();

  private int level = -1;
  private String agentName = "";
  private String fullLog = "";
  private String location = "";

  private ShortAlert() {}

  /** Returns one line of JSON. What the order's alert does not say is left out. */
  static String of(BlockOrder order) {
    ShortAlert said = read(order.alertJson());
    return json(
        to -> {
          to.writeStringField("timestamp", order.lineReceivedAt().toString());
          to.writeObjectFieldStart("rule");
          said.writeLevel(to);
          to.writeStringField("id", Integer.toString(order.ruleId()));
          to.writeStringField("description", Bounds.cut(order.reason()));
          to.writeEndObject();
          to.writeObjectFieldStart("agent");
          to.writeStringField("id", order.key().hostId());
          write(to, "name", said.agentName);
          to.writeEndObject();
          if (order.target().isPresent()) {
            to.writeObjectFieldStart("data");
            to.writeStringField("srcip", order.addresses().base().toString());
            to.writeEndObject();
          }
          write(to, "full_log", said.fullLog);
          write(to, "location", said.location);
        });
  }

  /**
   * Returns one line of JSON with only what the order does not say itself. {@link #of} makes of it
   * the same as of the whole alert.
   */
  static String evidence(BlockOrder order) {
    ShortAlert said = read(order.alertJson());
    return json(
        to -> {
          if (said.level >= 0) {
            to.writeObjectFieldStart("rule");
            said.writeLevel(to);
            to.writeEndObject();
          }
          if (!said.agentName.isEmpty()) {
            to.writeObjectFieldStart("agent");
            write(to, "name", said.agentName);
            to.writeEndObject();
          }
          write(to, "full_log", said.fullLog);
          write(to, "location", said.location);
        });
  }

  private interface Fields {
    void write(JsonGenerator to) throws IOException;
  }

  private static String json(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = JSON.createGenerator(text)) {
      to.writeStartObject();
      fields.write(to);
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void writeLevel(JsonGenerator to) throws IOException {
    if (level >= 0) {
      to.writeNumberField("level", level);
    }
  }

  private static void write(JsonGenerator to, String field, String text) throws IOException {
    if (!text.isEmpty()) {
      to.writeStringField(field, Bounds.cut(text));
    }
  }

  /** Returns what the text says; nothing of a text that is no JSON. */
  private static ShortAlert read(String json) {
    ShortAlert said = new ShortAlert();
    try (JsonParser from = JSON.createParser(json)) {
      if (from.nextToken() == JsonToken.START_OBJECT) {
        said.readObject(from, "");
      }
      return said;
    } catch (JsonProcessingException noAlert) {
      return new ShortAlert();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void readObject(JsonParser from, String path) throws IOException {
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String field = path + from.currentName();
      JsonToken value = from.nextToken();
      if (value == JsonToken.START_OBJECT && (field.equals("rule") || field.equals("agent"))) {
        readObject(from, field + ".");
      } else if (value == JsonToken.VALUE_STRING) {
        text(field, from);
      } else if (field.equals("rule.level") && value == JsonToken.VALUE_NUMBER_INT) {
        level = from.getNumberType() == NumberType.INT ? from.getIntValue() : level;
      } else {
        from.skipChildren();
      }
    }
  }

  private void text(String field, JsonParser from) throws IOException {
    switch (field) {
      case "agent.name" -> agentName = from.getText();
      case "full_log" -> fullLog = from.getText();
      case "location" -> location = from.getText();
      default -> {} // Of what is nested deeper nothing is wanted, as of most fields.
    }
  }
}
