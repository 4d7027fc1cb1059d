package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Blocks of the API as rows to print. */
final class BlockRows {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final List<String> COLUMNS =
      List.of("id", "source", "state", "left", "offence", "ruleId", "response", "reason");

  private BlockRows() {}

  /** Returns a row for each block. */
  static Rows of(List<JsonNode> blocks) {
    return new Rows(COLUMNS, blocks.stream().map(BlockRows::row).toList());
  }

  /** Returns a row for each field that the block has, but the alert. */
  static Rows fields(JsonNode block) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : block.properties()) {
      JsonNode value = field.getValue();
      if (value.isValueNode() && !value.isNull()) {
        rows.add(List.of(field.getKey(), value.asText()));
      }
    }
    return new Rows(List.of("field", "value"), rows);
  }

  /** Returns how long the block still lasts, such as {@code 9m 30s}. */
  static String left(JsonNode block) {
    JsonNode seconds = block.path("remainingSeconds");
    return seconds.isNumber() ? duration(seconds.asLong()) : "until released";
  }

  /** Returns a duration in its two largest units. */
  static String duration(long seconds) {
    if (seconds >= DAY) {
      return seconds / DAY + "d " + seconds % DAY / HOUR + "h";
    }
    if (seconds >= HOUR) {
      return seconds / HOUR + "h " + seconds % HOUR / MINUTE + "m";
    }
    return seconds >= MINUTE ? seconds / MINUTE + "m " + seconds % MINUTE + "s" : seconds + "s";
  }

  /** Whether the block is over. */
  static boolean isEnded(JsonNode block) {
    String state = block.path("state").asText();
    return state.equals("released") || state.equals("expired");
  }

  /** Returns what it is about: its source, or else its keys, such as a user or a file. */
  static String about(JsonNode block) {
    if (block.path("source").isTextual()) {
      return block.path("source").asText();
    }
    List<String> keys = new ArrayList<>();
    block.path("keys").forEach(key -> keys.add(key.asText()));
    return String.join(" ", keys);
  }

  private static List<String> row(JsonNode block) {
    return List.of(
        block.path("id").asText(),
        about(block),
        block.path("state").asText(),
        isEnded(block) ? "" : left(block),
        block.path("offence").asText(),
        block.path("ruleId").asText(),
        block.path("response").asText(),
        block.path("reason").asText());
  }
}
