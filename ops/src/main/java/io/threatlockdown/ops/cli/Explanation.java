package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.event.SourceAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The story of an address in words, for the one who was called at night. */
final class Explanation {
  /** How many log lines are shown as evidence, the last ones. */
  static final int LINES_MAX = 20;

  private static final int LINE_CHARS_MAX = 400;
  private static final int ENDED_MAX = 5;

  private final StringBuilder text = new StringBuilder();

  private Explanation() {}

  /**
   * Returns the story, its lines ended by newlines.
   *
   * @param blocks of the address, the latest first, each with its alert; not empty
   * @param options how to reach the service, to be repeated in the command that undoes it
   */
  static String of(SourceAddress address, List<JsonNode> blocks, String options) {
    Explanation story = new Explanation();
    List<JsonNode> inForce = blocks.stream().filter(block -> !BlockRows.isEnded(block)).toList();
    if (inForce.isEmpty()) {
      story.line(address + " is not blocked.");
    } else if (inForce.stream().allMatch(block -> block.path("program").isTextual())) {
      story.line(address + " is not blocked, but:");
    }
    inForce.forEach(block -> story.tellInForce(address, block, options));
    List<JsonNode> ended = blocks.stream().filter(BlockRows::isEnded).toList();
    ended.stream().limit(ENDED_MAX).forEach(block -> story.tellEnded(address, block));
    if (ended.size() > ENDED_MAX) {
      story.line((ended.size() - ENDED_MAX) + " or more earlier blocks: tld blocks list --ended");
    }
    return story.text.toString();
  }

  private void tellInForce(SourceAddress address, JsonNode block, String options) {
    String source = block.path("source").asText();
    boolean apart = block.path("source").isTextual() && !source.equals(address.toString());
    String as = apart ? " as part of " + source : "";
    Deed deed = Deed.of(block, address.toString());
    JsonNode end = block.path("expiresAt");
    String until =
        end.isTextual()
            ? " until " + end.asText() + " (" + BlockRows.left(block) + " left)"
            : " until it is released by hand";
    line(deed.now(block.path("state").asText()) + until + as + ".");
    why(block);
    field("Since", block.path("blockedAt").asText() + ", " + offence(block) + suppressed(block));
    field("Response", block.path("response").asText() + ", " + state(block));
    ladder(block.path("ladder"));
    goodLogins(block);
    dropped(block);
    evidence(block.path("alert"));
    String command = "tld blocks release " + block.path("id").asText() + options;
    text.append("  Undo:     ") // never cut: it is to be copied
        .append(SafeText.of(command))
        .append(" --reason 'not an attack'\n");
  }

  private void tellEnded(SourceAddress address, JsonNode block) {
    line(
        "Earlier: "
            + Deed.of(block, address.toString()).noun()
            + " "
            + block.path("id").asText()
            + " from "
            + block.path("blockedAt").asText()
            + " to "
            + block.path("endedAt").asText()
            + ", "
            + ending(block));
    why(block);
  }

  private static String ending(JsonNode block) {
    JsonNode failure = block.path("failure");
    String failed = failure.isTextual() ? "; last failure: " + failure.asText() : "";
    String by = block.path("endedBy").asText();
    if (block.path("state").asText().equals("released")) {
      return "released by " + by + ": " + block.path("endReason").asText() + failed;
    }
    return (by.equals("program") ? "over when it had run" : "expired") + failed;
  }

  private void why(JsonNode block) {
    String level = block.path("alert").path("rule").path("level").asText();
    field(
        "Why",
        "rule "
            + block.path("ruleId").asText()
            + (level.isEmpty() ? "" : " (level " + level + ")")
            + ": "
            + block.path("reason").asText());
  }

  private void ladder(JsonNode ladder) {
    if (ladder.isObject()) {
      field(
          "Ladder",
          "step "
              + ladder.path("step").asText()
              + " of "
              + ladder.path("steps").asText()
              + " of "
              + ladder.path("name").asText()
              + ", by the offences of "
              + ladder.path("offender").asText());
    }
  }

  /** Says whom it may hit besides. */
  private void goodLogins(JsonNode block) {
    JsonNode users = block.path("goodLogins");
    if (users.isNumber()) {
      String from = block.path("source").asText();
      field(
          "Users",
          (users.asInt() == 0 ? "none" : users.asText())
              + " had logged in from "
              + from
              + " lately");
    }
  }

  private void dropped(JsonNode block) {
    JsonNode packets = block.path("droppedPackets");
    if (packets.isNumber()) {
      field(
          "Dropped",
          packets.asText()
              + " packets of "
              + block.path("droppedBytes").asText()
              + " bytes in all");
    }
  }

  /** Prints the log lines that made the rule fire, the oldest first. */
  private void evidence(JsonNode alert) {
    List<String> lines = new ArrayList<>();
    String last = alert.path("full_log").asText();
    if (!last.isEmpty()) {
      lines.add(last);
    }
    alert.path("previous_output").asText().lines().forEach(lines::add); // newest first
    if (lines.isEmpty()) {
      return;
    }
    List<String> shown = lines.subList(0, Math.min(LINES_MAX, lines.size()));
    Collections.reverse(shown);
    String from = alert.path("location").asText();
    field("Lines", "from " + from + " on " + alert.path("agent").path("name").asText());
    shown.forEach(log -> text.append("    ").append(safe(log)).append('\n'));
  }

  private static String offence(JsonNode block) {
    int offence = block.path("offence").asInt();
    return offence == 1 ? "its first offence" : "its offence number " + offence;
  }

  private static String suppressed(JsonNode block) {
    long alerts = block.path("suppressedAlerts").asLong();
    return alerts == 0 ? "" : "; alerts since: " + alerts;
  }

  private static String state(JsonNode block) {
    String state = block.path("state").asText();
    JsonNode latency = block.path("latencyMs");
    JsonNode failure = block.path("failure");
    return state
        + (latency.isNumber()
            ? String.format(Locale.ROOT, " %.1f ms after the line came", latency.asDouble())
            : "")
        + (failure.isTextual() ? "; last failure: " + failure.asText() : "");
  }

  private void field(String name, String value) {
    text.append("  ").append(String.format(Locale.ROOT, "%-9s ", name + ":"));
    line(value);
  }

  private void line(String line) {
    text.append(safe(line)).append('\n');
  }

  private static String safe(String line) {
    return SafeText.of(line, LINE_CHARS_MAX);
  }
}
