package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs {@code tld logtest} on strings instead of the process's streams. */
class LogtestCommandTest {
  private static final String ATTACK =
      "Nov 24 07:00:00 web1 sshd[9]: Invalid user admin from 203.0.113.7 port 50022\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void logtest_attack_printsDecoderRuleAndFields() throws IOException {
    int code = logtest(ATTACK);

    JsonNode line = lines().get(0);
    assertThat(code).isZero();
    assertThat(line.at("/full_log").asText() + "\n").isEqualTo(ATTACK);
    assertThat(line.at("/predecoder/program_name").asText()).isEqualTo("sshd");
    assertThat(line.at("/predecoder/hostname").asText()).isEqualTo("web1");
    assertThat(line.at("/predecoder/timestamp").asText()).isEqualTo("Nov 24 07:00:00");
    assertThat(line.at("/decoder/name").asText()).isEqualTo("sshd");
    assertThat(line.at("/decoder/parent").asText()).isEqualTo("sshd");
    assertThat(line.at("/rule/id").asText()).isEqualTo("5710");
    assertThat(line.at("/rule/level").asInt()).isEqualTo(5);
    assertThat(line.at("/rule/groups/2").asText()).isEqualTo("authentication_failed");
    assertThat(line.at("/rule/mitre/technique/0").asText()).isEqualTo("Password Guessing");
    assertThat(line.at("/data/srcip").asText()).isEqualTo("203.0.113.7");
    assertThat(line.at("/alert").asBoolean()).isTrue();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void logtest_lineWithoutRule_hasNullRuleAndNoAlert() throws IOException {
    int code = logtest("hello\n");

    JsonNode line = lines().get(0);
    assertThat(code).isZero();
    assertThat(line.get("rule").isNull()).isTrue();
    assertThat(line.get("data").isEmpty()).isTrue();
    assertThat(line.get("alert").asBoolean()).isFalse();
  }

  @Test
  void logtest_eightAttacks_areBruteForce() throws IOException {
    int code = logtest(ATTACK.repeat(8));

    assertThat(code).isZero();
    assertThat(lines()).hasSize(8);
    assertThat(lines().get(7).at("/rule/id").asText()).isEqualTo("5712");
  }

  @Test
  void logtest_blankLine_startsANewSession() throws IOException {
    int code = logtest(ATTACK.repeat(7) + "\n" + ATTACK);

    assertThat(code).isZero();
    assertThat(lines()).hasSize(8);
    assertThat(lines().get(7).at("/rule/id").asText()).isEqualTo("5710");
  }

  @Test
  void logtest_location_isPrinted() throws IOException {
    int code = logtest(ATTACK, "--location", "/var/log/auth.log");

    assertThat(code).isZero();
    assertThat(lines().get(0).at("/location").asText()).isEqualTo("/var/log/auth.log");
  }

  @Test
  void logtest_lineThatIsTooLong_isCutAndSaid() throws IOException {
    int code = logtest("x".repeat(70_000) + "\r\n" + ATTACK.strip());

    assertThat(code).isZero();
    assertThat(lines().get(0).at("/full_log").asText()).hasSize(65_535);
    assertThat(lines().get(1).at("/rule/id").asText()).isEqualTo("5710");
    assertThat(err.toString()).contains("1 lines were cut to 65535 bytes");
  }

  @Test
  void logtest_missingRuleset_isBadConfiguration() {
    int code = logtest(ATTACK, "--ruleset", "/nowhere/at/all");

    assertThat(code).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(err.toString()).contains("/nowhere/at/all");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void logtest_tableOutput_isUsage() {
    int code = logtest(ATTACK, "-o", "table");

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
  }

  private int logtest(String input, String... options) {
    List<String> args = new ArrayList<>(List.of("logtest"));
    args.addAll(List.of(options));
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
            new PrintWriter(out),
            new PrintWriter(err));
    return TldCommand.execute(console, args.toArray(String[]::new));
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
