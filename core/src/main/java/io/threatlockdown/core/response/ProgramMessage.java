package io.threatlockdown.core.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What Wazuh's execd and its response programs say to each other, each one line of JSON without the
 * newline that ends it (spec AR §3.1, §3.2). Nothing in an order can end the line early.
 */
public enum ProgramMessage {
  /** Begin, but ask for leave first if the program tells keys. */
  ADD,
  /** Go on with what was to begin. */
  CONTINUE,
  /** Do nothing: it is in force already. */
  ABORT,
  /** Undo it. */
  DELETE;

  /** Where programs are, below the directory that they run in. */
  public static final String DIRECTORY = "active-response/bin/";

  private static final JsonFactory JSON = new JsonFactory();

  /** What Wazuh calls a manager that is no cluster. */
  private static final String NODE = "node01";

  /**
   * Returns the message to the program of an order. An alert that is no JSON object is left out.
   */
  public String line(BlockOrder order) {
    JsonLine line = new JsonLine();
    open(line, NODE, "wazuh-execd", name().toLowerCase(Locale.ROOT));
    line.strings("extra_args", order.action().map(Action::extraArgs).orElse(List.of()));
    line.json("alert", alert(order.alertJson()));
    line.string("program", DIRECTORY + order.key().program());
    line.close();
    line.close();
    return line.toString();
  }

  /** Returns the message by which the program of an order asks for leave. */
  public static String checkKeys(BlockOrder order) {
    JsonLine line = new JsonLine();
    open(line, order.key().program(), "active-response", "check_keys");
    line.strings("keys", order.key().keys());
    line.close();
    line.close();
    return line.toString();
  }

  private static void open(JsonLine line, String origin, String module, String command) {
    line.open();
    line.number("version", 1);
    line.open("origin");
    line.string("name", origin);
    line.string("module", module);
    line.close();
    line.string("command", command);
    line.open("parameters");
  }

  /** Ends of lines can only stand between the tokens of an object; there they mean nothing. */
  private static String alert(String json) {
    return isObject(json) ? json.strip().replace('\n', ' ').replace('\r', ' ') : "{}";
  }

  private static boolean isObject(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parser.skipChildren().currentToken() == JsonToken.END_OBJECT
          && parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }
}
