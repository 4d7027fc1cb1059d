package io.threatlockdown.ops.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of programs execd understands. */
class CheckKeysTest {
  private static final String START = "{\"version\":1,\"origin\":{},\"command\":\"check_keys\",";

  @Test
  void keys_answerOfWazuhsPrograms_areInOrder() {
    assertThat(
            keys(
                "{\"version\":1,\"origin\":{\"name\":\"firewall-drop\",\"module\":"
                    + "\"active-response\"},\"command\":\"check_keys\",\"parameters\":{\"keys\":"
                    + "[\"203.0.113.7\",\"22\"]}}"))
        .contains(List.of("203.0.113.7", "22"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        START + "\"parameters\":{\"keys\":[\"a\"]}} and more",
        START + "\"parameters\":{\"keys\":[\"a\"],\"more\":{}},\"more\":[]}\r",
        "{\"parameters\":{\"keys\":[\"a\"]},\"command\":\"check_keys\",\"origin\":{},\"version\":0.1}"
      })
  void keys_whatElseIsThere_doesNotMatter(String answer) {
    assertThat(keys(answer)).contains(List.of("a"));
  }

  @Test
  void keys_noKeysAtAll_areUnderstood() {
    assertThat(keys(START + "\"parameters\":{\"keys\":[]}}")).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "[]",
        "null",
        START + "\"parameters\":{\"keys\":[\"a\"]}",
        START + "\"parameters\":{\"keys\":\"a\"}}",
        START + "\"parameters\":{\"keys\":[1]}}",
        START + "\"parameters\":{\"keys\":{\"a\":\"b\"}}}",
        START + "\"parameters\":{}}",
        START + "\"parameters\":[\"a\"]}",
        "{\"version\":\"1\",\"origin\":{},\"command\":\"check_keys\",\"parameters\":{\"keys\":[]}}",
        "{\"version\":1,\"origin\":\"x\",\"command\":\"check_keys\",\"parameters\":{\"keys\":[]}}",
        "{\"version\":1,\"origin\":{},\"command\":\"add\",\"parameters\":{\"keys\":[]}}",
        "{\"origin\":{},\"command\":\"check_keys\",\"parameters\":{\"keys\":[]}}"
      })
  void keys_otherAnswers_areNotUnderstood(String answer) {
    assertThat(keys(answer)).isEmpty();
  }

  @Test
  void keys_deepNesting_isNotUnderstood() {
    assertThat(keys("[".repeat(ProgramLimits.ANSWER_BYTES_MAX))).isEmpty();
  }

  private static Optional<List<String>> keys(String answer) {
    return CheckKeys.keys(answer.getBytes(StandardCharsets.UTF_8));
  }
}
