package io.threatlockdown.ops.wiring;

import static io.threatlockdown.ops.wiring.ObservingTld.flags;
import static io.threatlockdown.ops.wiring.ObservingTld.invalidUser;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds the running service what no log should hold; the good lines around it must all count. */
class HostileInputTest {
  @TempDir private Path directory;

  @Test
  void file_withHostileBytes_costsNoGoodLine() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory)) {
      tld.write(invalidUser("198.51.100.1"));
      tld.write("A".repeat(70_000) + " Invalid user x from 203.0.113.9 port 1\n");
      tld.write(invalidUser("198.51.100.2"));
      tld.write(new byte[] {0, 0, 0, '\n', (byte) 0xff, (byte) 0xfe, (byte) 0xc3, '(', '\n'});
      tld.write(invalidUser("198.51.100.3"));
      tld.write("{" + "\"a\":{".repeat(30_000) + "\n");
      tld.write(fields(3_000) + "\n");
      tld.write(invalidUser("198.51.100.4"));

      assertThat(sources(tld.awaitBlocks(4)))
          .containsExactlyInAnyOrder(
              "198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4");
      assertThat(tld.running().health().ready()).isTrue();
    }
  }

  @Test
  void file_rotatedInTheMiddleOfALine_costsNoGoodLine() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory)) {
      tld.write(invalidUser("198.51.100.1"));
      tld.write("Nov 24 12:00:00 web sshd[1]: Invalid user gho");
      Path log = ObservingTld.log(directory);
      Files.move(log, directory.resolve("auth.log.1"), StandardCopyOption.ATOMIC_MOVE);
      tld.write(invalidUser("198.51.100.2"));

      assertThat(sources(tld.awaitBlocks(2)))
          .containsExactlyInAnyOrder("198.51.100.1", "198.51.100.2");
    }
  }

  @Test
  void http_withHostileLines_countsThemAndTakesTheRest() throws Exception {
    try (ObservingTld tld = ObservingTld.start(directory)) {
      String good = "{\"log\":\"" + invalidUser("198.51.100.1").strip() + "\"}\n";
      String body =
          good
              + "{\"log\":"
              + "[".repeat(20_000)
              + "\n"
              + fields(10_000)
              + "\n"
              + "{\"log\":\""
              + "A".repeat(70_000)
              + "\"}\n"
              + "not json\n"
              + good.replace("198.51.100.1", "198.51.100.2");

      HttpResponse<String> answer =
          tld.post("application/x-ndjson", body.getBytes(StandardCharsets.UTF_8));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"accepted\":2", "\"rejected\":4", "\"blocks\":2");
      assertThat(sources(tld.awaitBlocks(2)))
          .containsExactlyInAnyOrder("198.51.100.1", "198.51.100.2");
    }
  }

  @Test
  void ruleset_withBadPattern_isReportedAndTheRestIsInForce() throws Exception {
    Path ruleset = ruleset();
    Files.writeString(
        ruleset.resolve("rules/0001-bad.xml"),
        """
        <group name="bad,">
          <rule id="100100" level="5"><if_sid>5700</if_sid><regex type="pcre2">(unclosed</regex>
            <description>bad</description></rule>
        </group>
        """);

    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      tld.write(invalidUser("198.51.100.1"));

      assertThat(sources(tld.awaitBlocks(1))).containsExactly("198.51.100.1");
    }
    assertThat(problems(ruleset))
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).endsWith("0001-bad.xml");
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.text()).contains("100100", "(unclosed");
            });
  }

  @Test
  void ruleset_withXmlBomb_isReportedAndTheRestIsInForce() throws Exception {
    Path ruleset = ruleset();
    Files.writeString(
        ruleset.resolve("rules/0001-bomb.xml"),
        "<var name=\"A\">lol</var>\n"
            + IntStream.range(0, 40)
                .mapToObj(i -> "<var name=\"A\">$A$A$A$A$A$A$A$A</var>\n")
                .collect(Collectors.joining())
            + "<group name=\"$A\">\n");

    try (ObservingTld tld = ObservingTld.start(directory, ruleset)) {
      tld.write(invalidUser("198.51.100.1"));

      assertThat(sources(tld.awaitBlocks(1))).containsExactly("198.51.100.1");
    }
    assertThat(problems(ruleset))
        .anySatisfy(problem -> assertThat(problem.file()).endsWith("0001-bomb.xml"));
  }

  private List<Problem> problems(Path ruleset) throws IOException {
    return Configuration.load(flags(directory, "firewall-drop", "127.0.0.1:0", ruleset)).problems();
  }

  /** A ruleset of one decoder and the rules up to 5710. */
  private Path ruleset() throws IOException {
    Path ruleset = directory.resolve("ruleset");
    Files.createDirectories(ruleset.resolve("decoders"));
    Files.createDirectories(ruleset.resolve("rules"));
    Files.writeString(
        ruleset.resolve("decoders/0310-ssh.xml"),
        """
        <decoder name="sshd"><program_name>^sshd</program_name></decoder>
        <decoder name="sshd-invalid-user">
          <parent>sshd</parent>
          <prematch>^Invalid user</prematch>
          <regex offset="after_prematch">^ (\\S+) from (\\S+) port \\d+$</regex>
          <order>srcuser, srcip</order>
        </decoder>
        """);
    Files.writeString(
        ruleset.resolve("rules/0010-rules.xml"),
        """
        <group name="syslog,">
          <rule id="1" level="0" noalert="1"><category>syslog</category>
            <description>root</description></rule>
        </group>
        <group name="sshd,">
          <rule id="5700" level="0" noalert="1"><decoded_as>sshd</decoded_as>
            <description>sshd</description></rule>
          <rule id="5710" level="5"><if_sid>5700</if_sid><match>^Invalid user</match>
            <description>made-up user</description></rule>
        </group>
        """);
    return ruleset;
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> sources(List<JsonNode> blocks) {
    return blocks.stream().map(block -> block.get("source").asText()).toList();
  }
}
