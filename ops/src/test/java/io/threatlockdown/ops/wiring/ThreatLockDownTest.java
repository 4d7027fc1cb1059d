package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.config.Flags;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the whole service in this process, observing, on a log file of its own. */
class ThreatLockDownTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String INVALID_USER =
      "Nov 24 12:00:00 web sshd[1]: Invalid user ghost from 192.0.2.66 port 4711\n";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir Path directory;
  private Path log = Path.of("/dev/null");

  @BeforeEach
  void makeLog() throws IOException {
    log = Files.createFile(directory.resolve("auth.log"));
  }

  @Test
  void start_afterLineOfInvalidUser_observesBlockAndWritesAlert() throws Exception {
    try (ThreatLockDown service = start(directory.resolve("data"))) {
      write(INVALID_USER);

      JsonNode block = awaitBlock(service);

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
    try (ThreatLockDown service = start(directory.resolve("data"))) {
      write(INVALID_USER);
      before = awaitBlock(service);
    }

    try (ThreatLockDown service = start(directory.resolve("data"))) {
      JsonNode after = awaitBlock(service);
      assertThat(after.get("id")).isEqualTo(before.get("id"));
      assertThat(after.get("expiresAt")).isEqualTo(before.get("expiresAt"));
      assertThat(after.get("suppressedAlerts").asInt()).isZero();
    }
    assertThat(Files.readAllLines(directory.resolve("data/logs/alerts/alerts.json"))).hasSize(1);
  }

  @Test
  void start_onDirectoryInUse_failsAndSaysWhy() throws Exception {
    Path data = directory.resolve("data");
    try (ThreatLockDown service = start(data)) {
      assertThat(service.health().parts()).isNotEmpty();

      assertThatThrownBy(() -> start(data))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(data.toString());
    }
  }

  @Test
  void load_withPublicAddress_mayNotStart() throws IOException {
    Configuration configuration =
        Configuration.load(flags(directory.resolve("data"), "0.0.0.0:8514"));

    assertThat(configuration.mayStart()).isFalse();
    assertThat(configuration.problems())
        .anySatisfy(problem -> assertThat(problem.text()).contains("0.0.0.0"));
  }

  @Test
  void load_withOtherResponseProgram_saysThatItIsNotCarriedOut() throws IOException {
    Files.writeString(
        directory.resolve("ossec.conf"),
        conf("host-deny"),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
    Configuration configuration =
        Configuration.load(
            flagsOf(directory.resolve("ossec.conf"), directory.resolve("data"), "127.0.0.1:0"));

    assertThat(configuration.responses()).isEmpty();
    assertThat(configuration.problems())
        .anySatisfy(problem -> assertThat(problem.text()).contains("host-deny"));
  }

  private ThreatLockDown start(Path data) throws IOException, StartException {
    ThreatLockDown service =
        ThreatLockDown.start(Configuration.load(flags(data, "127.0.0.1:0")), Wrapping.NONE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!service.health().ready()) {
      assertThat(System.nanoTime()).as("ready").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return service;
  }

  private Flags flags(Path data, String listen) throws IOException {
    Path conf = directory.resolve("ossec.conf");
    Files.writeString(conf, conf("firewall-drop"));
    return flagsOf(conf, data, listen);
  }

  private static Flags flagsOf(Path conf, Path data, String listen) {
    return new Flags(
        Optional.of(Path.of("/dev/null")),
        Optional.of(conf),
        List.of(),
        Optional.of(data),
        Optional.of(listen),
        true,
        false,
        false);
  }

  private String conf(String program) {
    return """
        <ossec_config>
          <command><name>%1$s</name><executable>%1$s</executable>
            <timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>%1$s</command><location>local</location>
            <rules_id>5710</rules_id><timeout>100</timeout></active-response>
          <localfile><log_format>syslog</log_format><location>%2$s</location></localfile>
        </ossec_config>
        """
        .formatted(program, log);
  }

  private void write(String line) throws IOException {
    Files.writeString(log, line, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
  }

  private JsonNode awaitBlock(ThreatLockDown service) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.address().getPort() + "/v1/blocks");
    String token = Files.readString(directory.resolve("data/token")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode blocks = json.readTree(answer.body()).get("blocks");
      if (!blocks.isEmpty()) {
        return blocks.get(0);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("no block within " + PATIENCE);
  }
}
