package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the client commands against a service with canned answers. */
class ClientCommandsTest {
  private static final String BLOCK =
      "{\"id\":\"b2-1k\",\"source\":\"192.0.2.66\",\"response\":\"firewall-drop600\","
          + "\"location\":\"local\",\"agent\":\"000\",\"ruleId\":5712,"
          + "\"reason\":\"sshd: brute force\",\"state\":\"enforced\","
          + "\"blockedAt\":\"2026-03-01T12:00:00Z\",\"expiresAt\":\"2026-03-01T12:10:00Z\","
          + "\"remainingSeconds\":540,\"offence\":2,\"suppressedAlerts\":7,\"latencyMs\":2.345,"
          + "\"droppedPackets\":12,\"droppedBytes\":720";
  private static final String LISTED = BLOCK + "}";
  private static final String SHOWN =
      BLOCK
          + ",\"alert\":{\"rule\":{\"level\":10},\"agent\":{\"name\":\"gate\"},"
          + "\"full_log\":\"third\\u001b[2J\",\"previous_output\":\"second\\nfirst\","
          + "\"location\":\"/var/log/auth.log\"}}";

  private final CannedServer service = new CannedServer();
  private final ScriptedConsole console = new ScriptedConsole("");
  @TempDir private Path data;

  @BeforeEach
  void writeToken() throws IOException {
    Path file = Files.writeString(data.resolve("token"), CannedServer.TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  @Test
  void status_ready_listsTheParts() {
    service.when(
        "GET /health/ready",
        200,
        "{\"status\":\"ready\",\"mode\":\"enforce\",\"parts\":"
            + "[{\"name\":\"journal\",\"status\":\"up\",\"detail\":\"\"}]}");

    int code = run("status");

    assertThat(code).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            PART     STATUS  DETAIL
            service  ready   blocks offenders
            journal  up
            """);
  }

  @Test
  void status_notReady_isFailed() {
    service.when(
        "GET /health/ready", 503, "{\"status\":\"not ready\",\"mode\":\"observe\",\"parts\":[]}");

    int code = run("status", "-o", "csv");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.out()).contains("service,not ready,observes only: nothing is blocked");
  }

  @Test
  void list_table_showsTheBlocks() {
    service.when("GET /v1/blocks?ended=false&limit=1000", 200, "{\"blocks\":[" + LISTED + "]}");

    int code = run("blocks", "list");

    assertThat(code).isZero();
    assertThat(console.out().lines())
        .containsExactly(
            "ID     SOURCE      STATE     LEFT   OFFENCE  RULEID  RESPONSE          REASON",
            "b2-1k  192.0.2.66  enforced  9m 0s  2        5712    firewall-drop600"
                + "  sshd: brute force");
  }

  @Test
  void list_json_isWhatTheServiceSaid() {
    service.when(
        "GET /v1/blocks?ended=true&limit=2&source=192.0.2.0%2F24",
        200, "{\"blocks\":[" + LISTED + "]}");

    int code =
        run("blocks", "list", "--source", "192.0.2.0/24", "--ended", "--limit", "2", "-o", "json");

    assertThat(code).isZero();
    assertThat(console.out()).isEqualTo("[\n  " + LISTED + "\n]\n");
  }

  @Test
  void list_refusedByTheService_isUsageWithItsWords() {
    service.when(
        "GET /v1/blocks?ended=false&limit=0", 400, "{\"detail\":\"limit is not 1 to 1000\"}");

    int code = run("blocks", "list", "--limit", "0");

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(console.err()).isEqualTo("tld blocks list: limit is not 1 to 1000\n");
  }

  @Test
  void show_known_listsItsFields() {
    service.when("GET /v1/blocks/b2-1k", 200, SHOWN);

    int code = run("blocks", "show", "b2-1k");

    assertThat(code).isZero();
    assertThat(console.out()).contains("source", "192.0.2.66").doesNotContain("alert ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2-1j", "nonsense", "../x"})
  void show_unknown_isNotFound(String id) {
    int code = run("blocks", "show", id);

    assertThat(code).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(console.err()).contains("no block " + id);
  }

  @Test
  void release_id_sendsTheReason() {
    service.when(
        "DELETE /v1/blocks/b2-1k?reason=my%20own%20%26%20only",
        200, SHOWN.replace("enforced", "released"));

    int code = run("blocks", "release", "b2-1k", "--reason", "my own & only");

    assertThat(code).isZero();
    assertThat(console.out()).contains("b2-1k", "released");
  }

  @Test
  void release_address_releasesWhatItIsIn() {
    service.when("GET /v1/blocks?source=192.0.2.66", 200, "{\"blocks\":[" + LISTED + "]}");
    service.when("DELETE /v1/blocks/b2-1k?reason=x", 200, SHOWN.replace("enforced", "released"));

    int code = run("blocks", "release", "192.0.2.66", "--reason", "x");

    assertThat(code).isZero();
    assertThat(console.out()).contains("b2-1k");
  }

  @Test
  void release_nothingThere_isNotFound() {
    service.when("GET /v1/blocks?source=192.0.2.67", 200, "{\"blocks\":[]}");

    int code = run("blocks", "release", "192.0.2.67", "--reason", "x");

    assertThat(code).isEqualTo(ExitCode.NOT_FOUND.code());
  }

  @Test
  void release_withoutReason_isUsageAndAsksNobody() {
    int code = run("blocks", "release", "b2-1k");

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(service.requests).isEmpty();
  }

  @Test
  void explain_blocked_saysWhyHowLongByWhatAndHowToUndo() {
    service.when(
        "GET /v1/blocks?ended=true&limit=20&source=192.0.2.66",
        200,
        "{\"blocks\":[" + LISTED + "]}");
    service.when("GET /v1/blocks/b2-1k", 200, SHOWN);

    int code = run("explain", "192.0.2.66");

    assertThat(code).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            192.0.2.66 is blocked until 2026-03-01T12:10:00Z (9m 0s left).
              Why:      rule 5712 (level 10): sshd: brute force
              Since:    2026-03-01T12:00:00Z, its offence number 2; alerts since: 7
              Response: firewall-drop600, enforced 2.3 ms after the line came
              Dropped:  12 packets of 720 bytes in all
              Lines:    from /var/log/auth.log on gate
                first
                second
                third\\x1b[2J
              Undo:     tld blocks release b2-1k --url URL --data DATA --reason 'not an attack'
            """
                .replace("URL", service.url())
                .replace("DATA", data.toString()));
  }

  @Test
  void explain_onlyEarlierBlocks_saysHowTheyEnded() {
    String ended =
        SHOWN
            .replace("enforced", "released")
            .replace(
                "\"ruleId\"",
                "\"endedAt\":\"T\",\"endedBy\":\"token\",\"endReason\":\"mine\",\"ruleId\"");
    service.when(
        "GET /v1/blocks?ended=true&limit=20&source=192.0.2.66",
        200,
        "{\"blocks\":[" + ended + "]}");
    service.when("GET /v1/blocks/b2-1k", 200, ended);

    int code = run("explain", "192.0.2.66");

    assertThat(code).isZero();
    assertThat(console.out())
        .startsWith("192.0.2.66 is not blocked.\nEarlier: block b2-1k from 2026-03-01T12:00:00Z")
        .contains("to T, released by token: mine")
        .doesNotContain("Undo");
  }

  @Test
  void explain_unknown_isNotFound() {
    service.when("GET /v1/blocks?ended=true&limit=20&source=192.0.2.67", 200, "{\"blocks\":[]}");

    int code = run("explain", "192.0.2.67");

    assertThat(code).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(console.err()).contains("192.0.2.67 is not blocked");
  }

  @Test
  void any_noService_saysWhereItLooked() {
    service.stop();

    int code = run("blocks", "list");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.err()).contains("no service answers at " + service.url());
  }

  @Test
  void any_anotherServer_isToldApart() {
    service.when("GET /health/ready", 200, "<html>");

    int code = run("status");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.err()).contains("is not ThreatLockDown");
  }

  @Test
  void any_wrongToken_saysSo() throws IOException {
    Files.writeString(data.resolve("token"), "fedcba9876543210");

    int code = run("blocks", "list");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.err()).contains("does not know this token").doesNotContain("fedcba");
  }

  @Test
  void any_noToken_saysWhatToSet() throws IOException {
    Files.delete(data.resolve("token"));

    int code = run("blocks", "list");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.err()).contains("there is no ", "TLD_TOKEN", "--data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://192.0.2.1:8514", "ftp://127.0.0.1", "8514", "http://example.com", "a b"})
  void any_urlThatWouldGiveTheTokenAway_isUsage(String url) {
    int code = console.run("blocks", "list", "--url", url, "--data", data.toString());

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(service.requests).isEmpty();
  }

  private int run(String... args) {
    return console.run(
        Stream.concat(
                Arrays.stream(args), Stream.of("--url", service.url(), "--data", data.toString()))
            .toArray(String[]::new));
  }
}
