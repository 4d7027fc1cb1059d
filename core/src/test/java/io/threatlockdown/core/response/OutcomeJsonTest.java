package io.threatlockdown.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.response.Outcome.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Reads lines back as JSON. */
class OutcomeJsonTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final AddressPrefix MALLORY = AddressPrefix.parse("203.0.113.7").orElseThrow();
  private static final Action PROGRAM = new Action(Action.Means.PROGRAM, List.of());

  @Test
  void of_verifiedDrop_hasWhatAnAuditorAsks() throws IOException {
    String line =
        OutcomeJson.of(outcome(Kind.VERIFIED, drop("sshd: unknown user"), Optional.empty()));

    assertThat(line)
        .isEqualTo(
            "{\"outcome\":{\"what\":\"verified\",\"at\":\"2026-05-01T12:00:00Z\",\"block\":\"b2-1k\","
                + "\"response\":\"firewall-drop100\",\"rule\":\"5710\","
                + "\"program\":\"firewall-drop\",\"srcip\":\"203.0.113.7\","
                + "\"keys\":\"203.0.113.7\",\"reason\":\"sshd: unknown user\",\"offence\":2,"
                + "\"latency_ms\":3,\"until\":\"2026-05-01T12:01:40Z\",\"by\":\"token:admin\","
                + "\"why\":\"known pentest\"}}");
  }

  @Test
  void of_aStepOfALadder_saysWhichAndWhomItMayHit() throws IOException {
    LadderStep step = new LadderStep("ssh", MALLORY, 2, 5, Duration.ofDays(7));
    BlockOrder order = drop("sshd: unknown user").with(Optional.of(step), OptionalInt.of(3));

    Map<String, String> outcome = read(outcome(Kind.VERIFIED, order, Optional.empty()));

    assertThat(outcome)
        .containsEntry("ladder", "ssh")
        .containsEntry("step", "2")
        .containsEntry("good_logins", "3");
  }

  @Test
  void of_programThatFailed_hasItsExitStatus() throws IOException {
    BlockOrder order = action("own", List.of(), "{}");

    Map<String, String> failed =
        read(outcome(Kind.FAILED, order, Optional.of("exited with status 137 (signal 9): no\n")));
    Map<String, String> killed =
        read(outcome(Kind.FAILED, order, Optional.of("was killed: it took longer")));
    Map<String, String> applied = read(outcome(Kind.APPLIED, order, Optional.empty()));

    assertThat(failed).containsEntry("exit_status", "137");
    assertThat(failed).containsEntry("detail", "exited with status 137 (signal 9): no\n");
    assertThat(killed).doesNotContainKey("exit_status");
    assertThat(applied).containsEntry("exit_status", "0");
  }

  @Test
  void of_responseAboutAccountOrFile_namesIt() throws IOException {
    String alert = "{\"data\":{\"dstuser\":\"bob\"},\"syscheck\":{\"path\":\"/etc/hosts\"}}";

    Map<String, String> program =
        read(outcome(Kind.RAN, action("own", List.of(), alert), Optional.empty()));
    Map<String, String> account =
        read(
            outcome(
                Kind.VERIFIED, action("disable-account", List.of("eve"), alert), Optional.empty()));

    assertThat(program).containsEntry("user", "bob");
    assertThat(program).containsEntry("file", "/etc/hosts");
    assertThat(account).containsEntry("user", "eve");
  }

  @Test
  void of_hostileTexts_areOneLineAndOneField() throws IOException {
    String hostile = "x\",\"what\":\"released\"}}\n2026/05/01 \u0000\u001b[31m\\";

    String line = OutcomeJson.of(outcome(Kind.FAILED, drop(hostile), Optional.of(hostile)));

    assertThat(line.chars()).allMatch(c -> c >= ' ');
    Map<String, String> outcome = fields(line);
    assertThat(outcome).containsEntry("what", "failed");
    assertThat(outcome).containsEntry("reason", hostile);
    assertThat(outcome).containsEntry("detail", hostile);
  }

  @Test
  void of_longTexts_areCut() throws IOException {
    Map<String, String> outcome =
        read(outcome(Kind.FAILED, drop("y".repeat(9_000)), Optional.of("z".repeat(70_000))));

    assertThat(outcome.get("reason")).hasSize(OutcomeJson.TEXT_MAX);
    assertThat(outcome.get("detail")).hasSize(OutcomeJson.TEXT_MAX);
  }

  @Test
  void of_bytesOfALogLine_areReadAsUtf8() throws IOException {
    Map<String, String> outcome =
        read(outcome(Kind.FAILED, drop(Latin1.ofText("für \u20ac")), Optional.of("\u4e16")));

    assertThat(outcome).containsEntry("reason", "für \u20ac");
    assertThat(outcome).containsEntry("detail", "\u4e16");
  }

  @Test
  void kind_ofASuppression_followsWhatForbadeIt() {
    Allowlist allowlist = new Allowlist(List.of(MALLORY), List.of());
    GuardSet guard = new GuardSet(List.of(new GuardSet.Entry(MALLORY, "default gateway")));
    BlockBudget budget = new BlockBudget(new BlockBudget.Limits(1, BlockBudget.Beyond.REFUSE));
    var unused = budget.take(NOON);

    assertThat(kind(allowlist.forbids(MALLORY))).isEqualTo(Kind.ALLOWLISTED);
    assertThat(kind(guard.forbids(MALLORY))).isEqualTo(Kind.GUARDED);
    assertThat(kind(budget.take(NOON))).isEqualTo(Kind.OVER_BUDGET);
    assertThat(kind(Optional.of("agent 007" + Outcome.NOT_CONNECTED))).isEqualTo(Kind.UNREACHABLE);
    assertThat(kind(Optional.of("the alert has no source address"))).isEqualTo(Kind.SUPPRESSED);
  }

  private static Kind kind(Optional<String> because) {
    return new Outcome.Suppressed(
            new Suppression(MALLORY, "firewall-drop100", 5710, because.orElseThrow(), 1, NOON))
        .kind();
  }

  private static Map<String, String> read(Outcome outcome) throws IOException {
    return fields(OutcomeJson.of(outcome));
  }

  private static Map<String, String> fields(String line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser from = new JsonFactory().createParser(line)) {
      assertThat(from.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      assertThat(from.nextFieldName()).isEqualTo("outcome");
      assertThat(from.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (from.nextToken() == JsonToken.FIELD_NAME) {
        String name = from.currentName();
        assertThat(from.nextToken().isScalarValue()).isTrue();
        assertThat(fields.put(name, from.getText())).as(name).isNull();
      }
      assertThat(from.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(from.nextToken()).isNull();
    }
    return fields;
  }

  private static Outcome outcome(Kind kind, BlockOrder order, Optional<String> detail) {
    Block block =
        new Block(
            new BlockId(2, 56),
            order,
            Block.State.ENFORCED,
            Optional.of(NOON.plusSeconds(100)),
            0,
            Optional.of(Duration.ofMillis(3)),
            Optional.empty(),
            Optional.empty(),
            Optional.of("token:admin"),
            Optional.of("known pentest"));
    return new Outcome.OfBlock(kind, NOON, block, detail);
  }

  private static BlockOrder drop(String reason) {
    return order("firewall-drop", List.of("203.0.113.7"), reason, "{}", Optional.empty());
  }

  private static BlockOrder action(String program, List<String> keys, String alert) {
    return order(program, keys, "test", alert, Optional.of(PROGRAM));
  }

  private static BlockOrder order(
      String program, List<String> keys, String reason, String alert, Optional<Action> action) {
    return new BlockOrder(
        new BlockKey("000", program, keys),
        Optional.of(MALLORY),
        program + "100",
        "local",
        5710,
        reason,
        alert,
        2,
        NOON,
        NOON,
        Optional.of(Duration.ofSeconds(100)),
        action);
  }
}
