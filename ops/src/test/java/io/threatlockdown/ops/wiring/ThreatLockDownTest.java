package io.threatlockdown.ops.wiring;

import static io.threatlockdown.ops.wiring.ObservingTld.flags;
import static io.threatlockdown.ops.wiring.ObservingTld.invalidUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the whole service in this process, observing. */
class ThreatLockDownTest {
  @TempDir private Path directory;

  @Test
  void start_afterLineOfInvalidUser_observesBlockAndWritesAlert() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory)) {
      tld.write(invalidUser("192.0.2.66"));

      JsonNode block = tld.awaitBlocks(1).get(0);

      assertThat(block.get("source").asText()).isEqualTo("192.0.2.66");
      assertThat(block.get("ruleId").asInt()).isEqualTo(5710);
      assertThat(block.get("response").asText()).isEqualTo("firewall-drop100");
    }
    assertThat(Files.readString(directory.resolve("data/logs/alerts/alerts.json")))
        .contains("\"id\":\"5710\"")
        .contains("192.0.2.66");
    assertThat(Files.readString(directory.resolve("data/logs/active-responses.log")))
        .contains("firewall-drop");
  }

  @Test
  void start_again_knowsTheBlockAndReadsNoLineTwice() throws Exception {
    JsonNode before;
    try (ObservingTld tld = ObservingTld.start(directory)) {
      tld.write(invalidUser("192.0.2.66"));
      before = tld.awaitBlocks(1).get(0);
      tld.awaitPosition(Files.size(ObservingTld.log(directory)));
    }

    try (ObservingTld tld = ObservingTld.start(directory)) {
      JsonNode after = tld.awaitBlocks(1).get(0);
      assertThat(after.get("id")).isEqualTo(before.get("id"));
      assertThat(after.get("expiresAt")).isEqualTo(before.get("expiresAt"));
      assertThat(after.get("suppressedAlerts").asInt()).isZero();
    }
    assertThat(Files.readAllLines(directory.resolve("data/logs/alerts/alerts.json"))).hasSize(1);
  }

  @Test
  void start_onDirectoryInUse_failsAndSaysWhy() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory)) {
      assertThat(tld.running().health().parts()).isNotEmpty();

      assertThatThrownBy(() -> ObservingTld.start(directory))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(directory.resolve("data").toString());
    }
  }

  @Test
  void load_withPublicAddress_mayNotStart() throws IOException {
    Configuration configuration =
        Configuration.load(flags(directory, "firewall-drop", "0.0.0.0:8514"));

    assertThat(configuration.mayStart()).isFalse();
    assertThat(configuration.problems())
        .anySatisfy(problem -> assertThat(problem.text()).contains("0.0.0.0"));
  }
}
