package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a small ruleset of OSSEC's run, checked and tested by the commands that load one. */
class OssecCommandsTest {
  private static final String RULESET =
      Path.of("src/test/resources/io/threatlockdown/ops/ruleset/ossec").toString();
  private static final String ATTACK =
      "Nov 24 07:00:00 web1 sshd[9]: Invalid user admin from 203.0.113.7 port 50022\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void logtest_ossecFlavour_countsTwoEventsMoreThanTheFrequency() throws IOException {
    int code = logtest(ATTACK.repeat(8), "--ruleset", RULESET, "--flavour", "ossec");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(rules().subList(0, 7)).isEqualTo(Collections.nCopies(7, "5710"));
    assertThat(rules().get(7)).isEqualTo("5712");
    assertThat(lines().get(0).at("/decoder/name").asText()).isEqualTo("sshd");
    assertThat(lines().get(0).at("/decoder/parent").asText()).isEqualTo("sshd");
    assertThat(lines().get(0).at("/data/srcip").asText()).isEqualTo("203.0.113.7");
  }

  @Test
  void logtest_noFlavour_isSeenByTheLayout() throws IOException {
    int code = logtest(ATTACK.repeat(8), "--ruleset", RULESET);

    assertThat(code).isZero();
    assertThat(rules().get(7)).isEqualTo("5712");
    assertThat(rules()).filteredOn("5712"::equals).hasSize(1);
  }

  @Test
  void logtest_wazuhFlavourOfTheSameRuleset_saysWhatWazuhDoesNotKnow() throws IOException {
    int code = logtest(ATTACK.repeat(6), "--ruleset", RULESET, "--flavour", "WAZUH");

    assertThat(code).isZero();
    assertThat(err.toString())
        .contains("decoder.xml:15: error:", "has element <pcre2>")
        .doesNotContain("is no osregex pattern")
        .contains("sshd_rules.xml:24: error: ", "unknown element <status_pcre2>");
    assertThat(rules()).containsExactly("5710", "5710", "5710", "5710", "5710", "5712");
  }

  @Test
  void logtest_pcre2ElementsAndBang_decide() throws IOException {
    int code =
        logtest(
            "Nov 24 07:00:00 web1 sshd[9]: Accepted password for root from 198.51.100.2 port 1 ssh2\n"
                + "Nov 24 07:00:00 web1 sshd[9]: Accepted password for root from 203.0.113.2 port 1"
                + " ssh2\n",
            "--ruleset",
            RULESET);

    assertThat(code).isZero();
    assertThat(rules()).containsExactly("5715", "");
    assertThat(lines().get(0).at("/data/dstuser").asText()).isEqualTo("root");
  }

  @Test
  void logtest_ossecFlavourOfTheShippedRuleset_isBadConfiguration() {
    int code = logtest(ATTACK, "--flavour", "ossec");

    assertThat(code).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("flavour is 'ossec'; allowed: wazuh", "--ruleset");
  }

  @Test
  void logtest_unknownFlavour_isUsage() {
    int code = logtest(ATTACK, "--flavour", "sagan");

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("--flavour", "WAZUH, OSSEC");
  }

  @Test
  void rulesLint_ofItsOwnFlavour_findsNothing() {
    int code = tld("", "rules", "lint", RULESET);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("0 errors, 0 warnings");
    assertThat(code).isZero();
  }

  @Test
  void rulesTest_suiteOfOssec_passesByItsCount(@TempDir Path dir) throws IOException {
    Path suite =
        Files.writeString(
            dir.resolve("sshd.ini"),
            """
            [sshd: a user that does not exist]
            log 1 pass = %s
            rule = 5710
            alert = 5
            decoder = SSHD
            """
                .formatted(ATTACK.strip()));

    int code = tld("", "rules", "test", "--ruleset", RULESET, suite.toString());

    assertThat(out.toString()).contains("1 passed, 0 failed");
    assertThat(code).isZero();
  }

  private int logtest(String input, String... options) {
    List<String> args = new ArrayList<>(List.of("logtest"));
    args.addAll(List.of(options));
    return tld(input, args.toArray(String[]::new));
  }

  private int tld(String input, String... args) {
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
            new PrintWriter(out),
            new PrintWriter(err));
    return TldCommand.execute(console, args);
  }

  private List<String> rules() throws IOException {
    return lines().stream().map(line -> line.at("/rule/id").asText()).toList();
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
