package io.threatlockdown.ops.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of a program that tells what it is about, and waits for leave (spec AR §3.2). */
final class CheckKeys {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckKeys() {}

  /** Returns the keys; empty if execd would not understand the answer. */
  static Optional<List<String>> keys(byte[] answer) {
    try {
      // As in cJSON, what follows the object does not matter.
      JsonNode root = JSON.readTree(new String(answer, StandardCharsets.UTF_8));
      JsonNode parameters = root.path("parameters");
      boolean understood =
          root.path("version").isNumber()
              && root.path("origin").isObject()
              && root.path("command").asText().equals("check_keys")
              && parameters.isObject();
      return understood ? texts(parameters.path("keys")) : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array) {
      if (!each.isTextual()) {
        return Optional.empty();
      }
      texts.add(each.textValue());
    }
    return array.isArray() ? Optional.of(texts) : Optional.empty();
  }
}
