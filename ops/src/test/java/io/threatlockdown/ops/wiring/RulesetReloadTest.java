package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.engine.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges the ruleset of the running service, which observes. */
class RulesetReloadTest {
  private static final String DECODERS =
      """
      <decoder name="sshd"><program_name>^sshd</program_name></decoder>
      <decoder name="sshd-invalid">
        <parent>sshd</parent>
        <prematch>^Invalid user</prematch>
        <regex offset="after_prematch">^ (\\S+) from (\\S+)</regex>
        <order>srcuser, srcip</order>
      </decoder>
      """;
  private static final String RULES =
      """
      <group name="syslog,">
        <rule id="1" level="0" noalert="1">
          <category>syslog</category><description>All logs.</description></rule>
        <rule id="5700" level="0" noalert="1">
          <decoded_as>sshd</decoded_as><description>sshd.</description></rule>
        <rule id="5709" level="3">
          <if_sid>5700</if_sid><match>Invalid</match><description>One.</description></rule>
        <rule id="5710" level="10" frequency="3" timeframe="600">
          <if_matched_sid>5709</if_matched_sid><same_source_ip /><description>Many.</description>
        </rule>
      </group>
      """;

  @TempDir private Path directory;
  private Path ruleset;

  @BeforeEach
  void write() throws IOException {
    ruleset = directory.resolve("ruleset");
    Files.createDirectories(ruleset.resolve("decoders"));
    Files.createDirectories(ruleset.resolve("rules"));
    Files.writeString(ruleset.resolve("decoders/decoders.xml"), DECODERS);
    writeRules(RULES);
  }

  private void writeRules(String rules) throws IOException {
    Files.writeString(ruleset.resolve("rules/rules.xml"), rules);
  }

  @Test
  void reload_betweenTheLinesOfACount_keepsIt() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      tld.write(ObservingTld.invalidUser("198.51.100.7"));
      tld.write(ObservingTld.invalidUser("198.51.100.7"));
      awaitAlerts(2);
      writeRules("\n" + RULES.replace("</group>", rule(5799) + "</group>"));

      tld.running().reloadRuleset();

      assertThat(part(tld).status()).isEqualTo(Health.Status.UP);
      assertThat(part(tld).detail()).isEqualTo("5 rules, reloaded");
      tld.write(ObservingTld.invalidUser("198.51.100.7"));
      JsonNode block = tld.awaitBlocks(1).get(0);
      assertThat(block.get("ruleId").asInt()).isEqualTo(5710);
    }
    assertThat(alerts()).hasSize(3);
  }

  @Test
  void reload_withAMistake_keepsTheOldOneAndNamesFileAndLine() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      writeRules(RULES.replace("frequency=\"3\"", "frequency=\"many\"").replace("5709", "5708"));

      tld.running().reloadRuleset();

      assertThat(part(tld).status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(part(tld).detail())
          .contains("old one is in force", "rules.xml:8", "frequency", "many");
      assertThat(tld.running().health().ready()).isTrue();
      tld.write(ObservingTld.invalidUser("198.51.100.7").repeat(3));
      assertThat(tld.awaitBlocks(1)).hasSize(1);

      writeRules(RULES);
      tld.running().reloadRuleset();
      assertThat(part(tld).status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void reload_withoutItsDirectoryOrWithBrokenText_keepsTheOldOne() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      writeRules("<group name=\"x,\"><rule id=");
      tld.running().reloadRuleset();
      assertThat(part(tld).detail()).contains("rules.xml:1");

      Files.move(ruleset, directory.resolve("away"));
      tld.running().reloadRuleset();
      assertThat(part(tld).detail()).contains(ruleset.toString(), "no such directory");

      tld.write(ObservingTld.invalidUser("198.51.100.7").repeat(3));
      assertThat(tld.awaitBlocks(1)).hasSize(1);
    }
  }

  @Test
  void reload_withAMistakeThatIsInForceAlready_isCarriedOut() throws Exception {
    String mistake = "<rule id=\"5799\" level=\"99\"><description>Wrong.</description></rule>";
    writeRules(RULES.replace("</group>", mistake + "</group>"));
    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      assertThat(part(tld).detail()).isEqualTo("4 rules");
      writeRules("\n\n" + RULES.replace("</group>", mistake + rule(5798) + "</group>"));

      tld.running().reloadRuleset();

      assertThat(part(tld).detail()).isEqualTo("5 rules, reloaded");
    }
  }

  @Test
  void handle_signalHangUp_runsTheActionEachTime() throws Exception {
    SynchronousQueue<String> told = new SynchronousQueue<>();
    HangUp.handle(
        () -> {
          try {
            told.put("again");
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });

    for (int i = 0; i < 2; i++) {
      String self = String.valueOf(ProcessHandle.current().pid());
      assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("again");
    }
  }

  private static String rule(int id) {
    return "<rule id=\"%d\" level=\"3\"><if_sid>5700</if_sid><match>new</match>".formatted(id)
        + "<description>New.</description></rule>\n";
  }

  private static Health.Part part(ObservingTld tld) {
    return tld.running().health().parts().stream()
        .filter(part -> part.name().equals(RulesetReload.PART))
        .findFirst()
        .orElseThrow();
  }

  private List<String> alerts() throws IOException {
    Path file = directory.resolve("data/logs/alerts/alerts.json");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void awaitAlerts(int count) throws IOException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (alerts().size() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
