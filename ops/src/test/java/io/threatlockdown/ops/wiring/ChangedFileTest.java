package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes a watched file and sees what the responses to that alert do. */
class ChangedFileTest {
  private static final String BEFORE = "127.0.0.1 localhost\n";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Writes down the order it is given. */
  private static final String PROGRAM =
      """
      #!/bin/sh
      read -r order
      printf '%s\\n' "$order" >> calls
      """;

  @TempDir private Path directory;
  private Path hosts = Path.of("/nonexistent");

  @BeforeEach
  void make() throws IOException {
    Path etc = Files.createDirectories(directory.toRealPath().resolve("root/etc"));
    hosts = Files.writeString(etc.resolve("hosts"), BEFORE);
  }

  @Test
  void hosts_changed_programIsToldThePath_andTheRecordHasIt() throws Exception {
    Path programs = Files.createDirectories(directory.resolve("ossec/active-response/bin"));
    Path program = Files.writeString(programs.resolve("own"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
    Path calls = directory.resolve("ossec/calls");
    try (ObservingTld tld = start("own")) {
      Files.writeString(hosts, BEFORE + "192.0.2.66 bank.example\n");

      await("a call of the program", () -> read(calls).endsWith("\n"));
      JsonNode order = new ObjectMapper().readTree(read(calls).lines().toList().get(0));
      assertThat(order.at("/command").asText()).isEqualTo("add");
      assertThat(order.at("/parameters/alert/rule/id").asText()).isEqualTo("550");
      assertThat(order.at("/parameters/alert/syscheck/path").asText()).isEqualTo(hosts.toString());
      await("the record of it", () -> !ran(tld).isMissingNode());
      JsonNode record = answer(tld, "/v1/blocks/" + ran(tld).path("id").asText());
      assertThat(record.path("ruleId").asInt()).isEqualTo(550);
      assertThat(record.at("/alert/full_log").asText()).startsWith("File '" + hosts + "' modified");
    }
  }

  @Test
  void hosts_changed_isPutBack_toWhatAnOperatorAccepted() throws Exception {
    String accepted = BEFORE + "192.0.2.10 intranet\n";
    try (ObservingTld tld = start("")) {
      Files.writeString(hosts, accepted);

      assertThat(
              tld.send(
                      tld.request("/v1/files/accept?reason=intranet&path=" + hosts)
                          .POST(HttpRequest.BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(200);
    }
    try (ObservingTld tld = start("restore-file")) {
      Files.writeString(hosts, accepted + "192.0.2.66 bank.example\n");

      await("the file as it was accepted", () -> read(hosts).equals(accepted));
      assertThat(tld.running().health().ready()).isTrue();
    }
  }

  private ObservingTld start(String command) throws Exception {
    String response =
        """
        <command><name>%1$s</name><executable>%1$s</executable></command>
        <active-response><command>%1$s</command><location>local</location>
          <rules_id>550</rules_id></active-response>
        """
            .formatted(command);
    Path ossecConf = directory.resolve("ossec.conf");
    Files.writeString(
        ossecConf,
        """
        <ossec_config>
          %s
          <syscheck><directories realtime="yes" restore="yes">%s</directories></syscheck>
          <localfile><log_format>syslog</log_format><location>%s</location></localfile>
        </ossec_config>
        """
            .formatted(
                command.isEmpty() ? "" : response, hosts.getParent(), ObservingTld.log(directory)));
    Path own = directory.resolve("threatlockdown.conf");
    Files.writeString(own, "threatlockdown.firewall.way = observe\n");
    Flags flags =
        new Flags(
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
    ObservingTld tld = ObservingTld.start(directory, Wrapping.NONE, flags);
    await(
        "the watch",
        () ->
            tld.running().health().parts().stream()
                .anyMatch(
                    part ->
                        part.name().equals("source syscheck")
                            && part.status() == Health.Status.UP));
    return tld;
  }

  /** Returns what is recorded of the program, in force or over. */
  private static JsonNode ran(ObservingTld tld) {
    for (JsonNode block : answer(tld, "/v1/blocks?ended=true").path("blocks")) {
      if (block.path("program").asText().equals("own")) {
        return block;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode answer(ObservingTld tld, String path) {
    try {
      return new ObjectMapper().readTree(tld.send(tld.request(path)).body());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void await(String what, BooleanSupplier isSo) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
