package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code tld rules lint} on the shipped ruleset, on Wazuh's, and on what each test writes. */
class RulesLintCommandTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");

  private final ScriptedConsole console = new ScriptedConsole("");

  @TempDir private Path dir;

  @Test
  void lint_shippedRuleset_findsNothing() {
    int code = console.run("rules", "lint");

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualToNormalizingNewlines("0 errors, 0 warnings\n");
    assertThat(code).isZero();
  }

  @Test
  void lint_wazuhsRuleset_hasWarningsOnly() {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    int code = console.run("rules", "lint", WAZUH.toString());

    assertThat(console.out()).contains("0220-msauth_rules.xml:359: warning: rule '18143'");
    assertThat(console.err()).startsWith("0 errors, ");
    assertThat(code).isZero();
  }

  @Test
  void lint_error_namesFileAndLineAndFails() throws IOException {
    write("<foo>x</foo>");

    int code = console.run("rules", "lint", "--ruleset", dir.toString());

    assertThat(console.out())
        .startsWith(dir.resolve("rules/a.xml") + ":2: error: ")
        .contains("unknown element <foo>")
        .hasLineCount(1);
    assertThat(code).isEqualTo(1);
  }

  @Test
  void lint_json_isOneObjectAFinding() throws IOException {
    write("<list field=\"srcip\">etc/lists/none</list>");

    int code = console.run("rules", "lint", "-o", "json", dir.toString());

    JsonNode finding = new ObjectMapper().readTree(console.out()).get(0);
    assertThat(finding.get("line").asText()).isEqualTo("2");
    assertThat(finding.get("severity").asText()).isEqualTo("error");
    assertThat(finding.get("text").asText()).contains("'etc/lists/none' is not loaded");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void lint_missingDirectory_isBadConfiguration() {
    int code = console.run("rules", "lint", dir.resolve("none").toString());

    assertThat(console.out()).contains("there is no such directory");
    assertThat(code).isEqualTo(78);
  }

  private void write(String condition) throws IOException {
    Files.createDirectories(dir.resolve("rules"));
    Files.writeString(
        dir.resolve("rules/a.xml"),
        "<group name=\"a,\"><rule id=\"1\" level=\"0\"><description>Root.</description></rule>\n"
            + "<rule id=\"10\" level=\"3\">"
            + condition
            + "<description>A rule.</description></rule></group>");
  }
}
