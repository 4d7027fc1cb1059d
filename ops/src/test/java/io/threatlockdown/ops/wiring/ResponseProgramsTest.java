package io.threatlockdown.ops.wiring;

import static io.threatlockdown.ops.wiring.ObservingTld.invalidUser;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with response programs of its user. */
class ResponseProgramsTest {
  private static final String MALLORY = "192.0.2.66";
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Follows Wazuh's contract, and writes down each line it is sent. */
  private static final String PROGRAM =
      """
      #!/bin/sh
      read -r order
      echo "$order" >> calls
      case "$order" in *'"command":"delete"'*) exit 0;; esac
      ip=$(echo "$order" | sed 's/.*"srcip":"\\([^"]*\\)".*/\\1/')
      printf '{"version":1,"origin":{"name":"own","module":"active-response"},'
      printf '"command":"check_keys","parameters":{"keys":["%s"]}}\\n' "$ip"
      read -r answer
      echo "$answer" >> calls
      """;

  private static final String BY_ARGUMENTS =
      """
      #!/bin/sh
      echo "$@" >> calls
      """;

  @TempDir Path directory;

  @Test
  void alert_ofRule5710_programIsToldAndItsEndSurvivesARestart() throws Exception {
    Flags flags = flags("<executable>own</executable>", "<timeout>3</timeout>", "");
    program("own", PROGRAM);

    try (ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags)) {
      tld.write(invalidUser(MALLORY));
      List<String> calls = awaitCalls(2);
      assertThat(command(calls.get(0))).isEqualTo("add");
      assertThat(command(calls.get(1))).isEqualTo("continue");
      JsonNode parameters = json(calls.get(0)).path("parameters");
      assertThat(parameters.path("program").asText()).isEqualTo("active-response/bin/own");
      assertThat(parameters.path("extra_args").get(0).asText()).isEqualTo("-v");
      assertThat(parameters.path("alert").path("rule").path("id").asText()).isEqualTo("5710");
      assertThat(parameters.path("alert").path("full_log").asText()).contains("Invalid user");
      JsonNode block = tld.awaitBlock(MALLORY).get(0);
      assertThat(block.path("program").asText()).isEqualTo("own");
    }
    try (ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags)) {
      String last = awaitCalls(3).get(2);
      assertThat(command(last)).isEqualTo("delete");
      assertThat(json(last).at("/parameters/alert"))
          .isEqualTo(json(awaitCalls(3).get(0)).at("/parameters/alert"));
      assertThat(tld.running().health().ready()).isTrue();
    }
  }

  @Test
  void alert_programOfOssec_isToldByItsArguments() throws Exception {
    Flags flags =
        flags("<executable>own.sh</executable><expect>srcip</expect>", "<timeout>1</timeout>", "");
    program("own.sh", BY_ARGUMENTS);

    try (ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags)) {
      tld.write(invalidUser(MALLORY));
      List<String> calls = awaitCalls(2);

      assertThat(calls.get(0)).matches("add - " + MALLORY + " [0-9.]+ 5710 .*");
      assertThat(calls.get(1)).startsWith("delete - " + MALLORY + " ");
    }
  }

  @Test
  void alert_responseIsObserved_programIsNotStarted() throws Exception {
    Flags flags =
        flags(
            "<executable>own</executable>",
            "<timeout>60</timeout>",
            "responses.observe = [\"own60\"]");
    program("own", PROGRAM);

    try (ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags)) {
      tld.write(invalidUser(MALLORY));
      JsonNode block = tld.awaitBlock(MALLORY).get(0);

      assertThat(block.path("response").asText()).isEqualTo("own60");
      assertThat(directory.resolve("ossec/calls")).doesNotExist();
    }
  }

  @Test
  void alert_programIsNotThere_failsAndSaysWhy() throws Exception {
    Flags flags = flags("<executable>own</executable>", "<timeout>60</timeout>", "");
    Configuration configuration = Configuration.load(flags);

    assertThat(configuration.problems())
        .anySatisfy(problem -> assertThat(problem.toString()).contains("own60 would fail now: "));
  }

  private Flags flags(String command, String timeout, String conf) throws IOException {
    Path ossecConf = directory.resolve("ossec.conf");
    Files.writeString(
        ossecConf,
        """
        <ossec_config>
          <command><name>own</name>%s
            <extra_args>-v</extra_args><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>own</command><location>local</location>
            <rules_id>5710</rules_id>%s</active-response>
          <localfile><log_format>syslog</log_format><location>%s</location></localfile>
        </ossec_config>
        """
            .formatted(command, timeout, ObservingTld.log(directory)));
    Path own = directory.resolve("threatlockdown.conf");
    Files.writeString(own, "threatlockdown { firewall.way = observe\n" + conf + "\n}\n");
    return new Flags(
        Optional.of(own),
        Optional.of(ossecConf),
        RulesetChoice.SHIPPED,
        Optional.of(directory.resolve("data")),
        Optional.of(directory.resolve("ossec/active-response/bin")),
        Optional.of(ObservingTld.ANY_PORT),
        false,
        false,
        false,
        Optional.empty());
  }

  private void program(String name, String text) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("ossec/active-response/bin"));
    Path program = Files.writeString(programs.resolve(name), text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
  }

  private List<String> awaitCalls(int count) throws IOException {
    Path calls = directory.resolve("ossec/calls");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (Files.notExists(calls)
        || Files.readAllLines(calls, StandardCharsets.UTF_8).size() < count) {
      assertThat(System.nanoTime()).as("calls of the program").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return Files.readAllLines(calls, StandardCharsets.UTF_8);
  }

  private static String command(String line) throws IOException {
    return json(line).path("command").asText();
  }

  private static JsonNode json(String line) throws IOException {
    return new ObjectMapper().readTree(line);
  }
}
