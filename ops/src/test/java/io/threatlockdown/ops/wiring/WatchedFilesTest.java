package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.ops.config.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole service on a root of its own, changes its hosts file, and reads alerts.json. */
class WatchedFilesTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private final ObjectMapper json = new ObjectMapper();
  private Path hosts = Path.of("/nonexistent");

  @BeforeEach
  void make() throws IOException {
    Path etc = Files.createDirectories(directory.toRealPath().resolve("root/etc"));
    hosts = etc.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost\n");
  }

  private ObservingTld start(Path... rulesets) throws Exception {
    Flags flags = ObservingTld.flags(directory, "firewall-drop", ObservingTld.ANY_PORT, rulesets);
    Path conf = directory.resolve("ossec.conf");
    Files.writeString(
        conf,
        Files.readString(conf)
            .replace(
                "</ossec_config>",
                "<syscheck><directories realtime=\"yes\" report_changes=\"yes\" tags=\"t\">"
                    + hosts.getParent()
                    + "</directories></syscheck></ossec_config>"));
    ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags);
    await(
        () ->
            tld.running().health().parts().stream()
                .anyMatch(
                    part ->
                        part.name().equals("source syscheck")
                            && part.status() == Health.Status.UP));
    return tld;
  }

  private void append(String line) throws IOException {
    Files.writeString(hosts, line, StandardOpenOption.APPEND);
  }

  @Test
  void hosts_changed_raisesAlertWithWhatChanged() throws Exception {
    try (ObservingTld tld = start()) {
      append("192.0.2.66 bank.example\n");

      JsonNode alert = awaitAlert("550");

      assertThat(tld.running().health().ready()).isTrue();
      assertThat(alert.at("/location").asText()).isEqualTo("syscheck");
      assertThat(alert.at("/decoder/name").asText()).isEqualTo("syscheck_integrity_changed");
      assertThat(alert.at("/syscheck/path").asText()).isEqualTo(hosts.toString());
      assertThat(alert.at("/syscheck/event").asText()).isEqualTo("modified");
      assertThat(alert.at("/syscheck/mode").asText()).isEqualTo("realtime");
      assertThat(alert.at("/syscheck/size_before").asText()).isEqualTo("20");
      assertThat(alert.at("/syscheck/size_after").asText()).isEqualTo("44");
      assertThat(alert.at("/syscheck/diff").asText()).isEqualTo("1a2\n> 192.0.2.66 bank.example\n");
      assertThat(alert.at("/syscheck/tags/0").asText()).isEqualTo("t");
      assertThat(alert.at("/full_log").asText()).startsWith("File '" + hosts + "' modified\n");
      assertThat(alert.has("data")).isFalse();
    }
  }

  @Test
  void changes_whileTheServiceWasDown_raiseAlertsAtItsNextStart() throws Exception {
    start().close();
    append("192.0.2.66 bank.example\n");
    Files.writeString(hosts.resolveSibling("new"), "x");

    try (ObservingTld tld = start()) {
      assertThat(awaitAlert("550").at("/syscheck/mode").asText()).isEqualTo("scheduled");
      assertThat(awaitAlert("554").at("/syscheck/path").asText())
          .isEqualTo(hosts.resolveSibling("new").toString());
      assertThat(tld.running().health().ready()).isTrue();
    }
    try (ObservingTld tld = start()) {
      Files.delete(hosts.resolveSibling("new"));

      assertThat(awaitAlert("553").at("/syscheck/event").asText()).isEqualTo("deleted");
      assertThat(alerts()).hasSize(3);
      assertThat(tld.running().health().ready()).isTrue();
    }
  }

  @Test
  void hosts_changed_underWazuhsRuleset_raisesWazuhsAlert() throws Exception {
    assumeThat(WAZUH).as("Wazuh's ruleset is not there").isDirectory();
    try (ObservingTld tld = start(WAZUH)) {
      append("192.0.2.66 bank.example\n");

      JsonNode alert = awaitAlert("550");

      assertThat(tld.running().health().ready()).isTrue();
      assertThat(alert.at("/rule/description").asText()).isEqualTo("Integrity checksum changed.");
    }
  }

  @Test
  void event_overHttp_isOneOfAWatchedFile() throws Exception {
    String event =
        "{\"type\":\"event\",\"data\":{\"path\":\"/etc/shadow\",\"mode\":\"whodata\","
            + "\"type\":\"deleted\",\"attributes\":{\"type\":\"file\"}}}";
    try (ObservingTld tld = start()) {
      String document =
          json.writeValueAsString(
              json.createObjectNode().put("log", event).put("location", "syscheck"));

      String answer =
          tld.post("application/json", document.getBytes(StandardCharsets.UTF_8)).body();

      assertThat(json.readTree(answer).get("alerts").asInt()).isEqualTo(1);
      assertThat(awaitAlert("553").at("/syscheck/path").asText()).isEqualTo("/etc/shadow");
    }
  }

  private JsonNode awaitAlert(String rule) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    await(
        () -> {
          alerts().stream()
              .filter(alert -> alert.at("/rule/id").asText().equals(rule))
              .findFirst()
              .ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.get(0);
  }

  private List<JsonNode> alerts() {
    Path file = directory.resolve("data/logs/alerts/alerts.json");
    List<JsonNode> alerts = new ArrayList<>();
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        alerts.add(json.readTree(line));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return alerts;
  }

  private static void await(BooleanSupplier isSo) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
