package io.threatlockdown.ops.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Suppression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares whole files with what Wazuh's firewall-drop logs. */
class ActiveResponsesLogTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final String HEAD = "2026/05/01 12:00:00 active-response/bin/firewall-drop: ";
  private static final String ALERT = "{\"rule\":{\"id\":\"5710\"}}";

  @TempDir Path dataDir;

  @Test
  void added_newBlock_isWhatWazuhLogs() throws IOException {
    try (ActiveResponsesLog log = open()) {
      log.added(order(ALERT), false);
    }

    assertThat(written())
        .isEqualTo(
            HEAD
                + "Starting\n"
                + HEAD
                + message("add")
                + "\n\n"
                + HEAD
                + "{\"version\":1,\"origin\":{\"name\":\"firewall-drop\",\"module\":"
                + "\"active-response\"},\"command\":\"check_keys\",\"parameters\":{\"keys\":"
                + "[\"203.0.113.7\"]}}\n"
                + HEAD
                + message("continue")
                + "\n\n"
                + HEAD
                + "Ended\n");
  }

  @Test
  void added_alreadyActive_isAborted() throws IOException {
    try (ActiveResponsesLog log = open()) {
      log.added(order(ALERT), true);
    }

    assertThat(written()).contains(message("abort")).endsWith(HEAD + "Aborted\n");
  }

  @Test
  void deleted_block_isLogged() throws IOException {
    try (ActiveResponsesLog log = open()) {
      log.deleted(order(ALERT));
    }

    assertThat(written())
        .isEqualTo(HEAD + "Starting\n" + HEAD + message("delete") + "\n\n" + HEAD + "Ended\n");
  }

  @Test
  void added_blockByHand_hasAnEmptyAlert() throws IOException {
    try (ActiveResponsesLog log = open()) {
      log.added(order(""), false);
    }

    assertThat(written()).contains("\"alert\":{},");
  }

  @Test
  void outcome_hasALineOfOurs() throws IOException {
    Suppression suppression =
        new Suppression(
            AddressPrefix.parse("203.0.113.7"), "x\n\"y", 5710, "guard: own address", 1, NOON);

    try (ActiveResponsesLog log = open()) {
      log.outcome(new Outcome.Suppressed(suppression));
    }

    assertThat(written())
        .isEqualTo(
            "2026/05/01 12:00:00 active-response/bin/threatlockdown: {\"outcome\":{\"what\":"
                + "\"guarded\",\"at\":\"2026-05-01T12:00:00Z\",\"response\":\"x\\n\\\"y\","
                + "\"rule\":\"5710\",\"srcip\":\"203.0.113.7\",\"because\":\"guard: own address\","
                + "\"count\":1}}\n");
  }

  private ActiveResponsesLog open() {
    return ActiveResponsesLog.open(
        dataDir, Clock.fixed(NOON, ZoneOffset.UTC), OutputLimits.DEFAULT, new Health());
  }

  private String written() throws IOException {
    return Files.readString(ActiveResponsesLog.path(dataDir));
  }

  private static String message(String command) {
    return "{\"version\":1,\"origin\":{\"name\":\"node01\",\"module\":\"wazuh-execd\"},"
        + "\"command\":\""
        + command
        + "\",\"parameters\":{\"extra_args\":[],\"alert\":"
        + ALERT
        + ",\"program\":\"active-response/bin/firewall-drop\"}}";
  }

  private static BlockOrder order(String alert) {
    return new BlockOrder(
        new BlockKey("000", "firewall-drop", List.of("203.0.113.7")),
        AddressPrefix.parse("203.0.113.7").orElseThrow(),
        "firewall-drop100",
        "local",
        5710,
        "test",
        alert,
        1,
        NOON,
        NOON,
        Optional.of(Duration.ofSeconds(100)));
  }
}
