package io.threatlockdown.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares messages byte for byte with those of Wazuh's execd. */
class ProgramMessageTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final String ALERT =
      "{\"rule\":{\"id\":\"5710\"},\"data\":{\"srcip\":\"192.0.2.1\"}}";

  @Test
  void line_eachCommand_isWhatExecdSays() {
    BlockOrder order = order("firewall-drop", ALERT, List.of());
    String before =
        "{\"version\":1,\"origin\":{\"name\":\"node01\",\"module\":\"wazuh-execd\"},\"command\":";
    String after =
        ",\"parameters\":{\"extra_args\":[],\"alert\":"
            + ALERT
            + ",\"program\":\"active-response/bin/firewall-drop\"}}";

    assertThat(ProgramMessage.ADD.line(order)).isEqualTo(before + "\"add\"" + after);
    assertThat(ProgramMessage.CONTINUE.line(order)).isEqualTo(before + "\"continue\"" + after);
    assertThat(ProgramMessage.ABORT.line(order)).isEqualTo(before + "\"abort\"" + after);
    assertThat(ProgramMessage.DELETE.line(order)).isEqualTo(before + "\"delete\"" + after);
  }

  @Test
  void line_extraArgs_areWordsInOrder() {
    assertThat(ProgramMessage.ADD.line(order("x", ALERT, List.of("-v", "say \"a\\b\""))))
        .contains("\"parameters\":{\"extra_args\":[\"-v\",\"say \\\"a\\\\b\\\"\"],\"alert\":");
  }

  @Test
  void line_newlinesBetweenTokensOfTheAlert_becomeSpaces() {
    assertThat(ProgramMessage.ADD.line(order("x", "{\n\"a\":\r\n1}\n", List.of())))
        .contains("\"alert\":{ \"a\":  1},\"program\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1},\"program\":\"/bin/sh\"",
        "{\"a\":1}\n{\"command\":\"delete\"}",
        "{\"a\":\"torn\nline\"}"
      })
  void line_alertThatIsNoObject_isLeftOut(String alert) {
    assertThat(ProgramMessage.ADD.line(order("x", alert, List.of())))
        .endsWith("\"alert\":{},\"program\":\"active-response/bin/x\"}}")
        .doesNotContain("\n");
  }

  @Test
  void line_namesAndWords_cannotEndTheLine() {
    BlockOrder order = order("x\n\"y", ALERT, List.of("a\nb", "\r\u0001"));

    assertThat(ProgramMessage.DELETE.line(order))
        .contains("[\"a\\nb\",\"\\r\\u0001\"]", "active-response/bin/x\\n\\\"y\"")
        .doesNotContain("\n", "\r");
  }

  @Test
  void checkKeys_order_isWhatProgramsSay() {
    assertThat(ProgramMessage.checkKeys(order("firewall-drop", ALERT, List.of())))
        .isEqualTo(
            "{\"version\":1,\"origin\":{\"name\":\"firewall-drop\",\"module\":\"active-response\"},"
                + "\"command\":\"check_keys\",\"parameters\":{\"keys\":[\"192.0.2.1\"]}}");
  }

  private static BlockOrder order(String program, String alert, List<String> extraArgs) {
    return new BlockOrder(
        new BlockKey("000", program, List.of("192.0.2.1")),
        Optional.empty(),
        program + 100,
        "local",
        5710,
        "test",
        alert,
        1,
        NOON,
        NOON,
        Optional.of(Duration.ofSeconds(100)),
        Optional.of(new Action(Action.Means.PROGRAM, extraArgs)));
  }
}
