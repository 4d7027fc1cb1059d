package io.threatlockdown.ops.wiring;

import static io.threatlockdown.ops.wiring.ObservingTld.ANY_PORT;
import static io.threatlockdown.ops.wiring.ObservingTld.invalidUser;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.config.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service reads what it writes down of its responses. */
class OutcomeAlertsTest {
  private static final String MALLORY = "192.0.2.66";
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  @TempDir Path directory;

  @Test
  void block_itsOutcomes_areAlertsWithoutASource() throws Exception {
    try (ObservingTld tld = start("<rules_id>5710</rules_id><timeout>1</timeout>")) {
      tld.write(invalidUser(MALLORY));

      List<JsonNode> alerts =
          awaitAlerts(all -> has(all, "200303") && has(all, "200307") && has(all, "200308"));

      JsonNode observed = byRule(alerts, "200303").get(0);
      assertThat(observed.at("/data/outcome/srcip").asText()).isEqualTo(MALLORY);
      assertThat(observed.at("/data/outcome/response").asText()).isEqualTo("firewall-drop1");
      assertThat(observed.at("/data/outcome/rule").asText()).isEqualTo("5710");
      assertThat(observed.at("/data/outcome/latency_ms").asText()).matches("\\d+");
      assertThat(observed.path("data").has("srcip")).isFalse();
      assertThat(observed.at("/rule/hipaa").toString()).contains("164.308.a.6.II");
      assertThat(byRule(alerts, "651")).hasSize(1);
    }
  }

  @Test
  void block_responseToEveryAlert_doesNotAnswerItsOwnOutcomes() throws Exception {
    String everything = "<level>1</level><rules_group>outcome,</rules_group><timeout>1</timeout>";
    try (ObservingTld tld = start("<rules_id>5710,200300,200303</rules_id>" + everything)) {
      tld.write(invalidUser(MALLORY));

      List<JsonNode> alerts = awaitAlerts(all -> has(all, "200308"));
      assertThat(byRule(alerts, "200303")).hasSize(1);
      tld.write(invalidUser("192.0.2.67"));
      alerts =
          awaitAlerts(
              all -> byRule(all, "200308").stream().anyMatch(each -> isAbout(each, "192.0.2.67")));

      assertThat(byRule(alerts, "200303")).hasSize(2);
      assertThat(byRule(alerts, "651")).hasSize(2);
    }
  }

  private ObservingTld start(String conditions) throws Exception {
    Flags flags = ObservingTld.flags(directory, "firewall-drop", ANY_PORT);
    Files.writeString(
        directory.resolve("ossec.conf"),
        """
        <ossec_config>
          <command><name>firewall-drop</name><executable>firewall-drop</executable>
            <timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>firewall-drop</command><location>local</location>
            %s</active-response>
          <localfile><log_format>syslog</log_format><location>%s</location></localfile>
          <localfile><log_format>syslog</log_format>
            <location>/var/ossec/logs/active-responses.log</location></localfile>
        </ossec_config>
        """
            .formatted(conditions, ObservingTld.log(directory)));
    return ObservingTld.start(directory, Wrapping.NONE, flags);
  }

  private List<JsonNode> awaitAlerts(Predicate<List<JsonNode>> enough) throws IOException {
    Path file = directory.resolve("data/logs/alerts/alerts.json");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      List<JsonNode> alerts = new ArrayList<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          alerts.add(new ObjectMapper().readTree(line));
        }
      }
      if (enough.test(alerts)) {
        return alerts;
      }
      assertThat(System.nanoTime()).as(alerts.toString()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static boolean has(List<JsonNode> alerts, String rule) {
    return !byRule(alerts, rule).isEmpty();
  }

  private static boolean isAbout(JsonNode alert, String source) {
    return alert.at("/data/outcome/srcip").asText().equals(source);
  }

  private static List<JsonNode> byRule(List<JsonNode> alerts, String rule) {
    return alerts.stream().filter(each -> each.at("/rule/id").asText().equals(rule)).toList();
  }
}
