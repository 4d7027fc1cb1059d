package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.event.SourceAddress;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Has responses of each kind told in words. */
class ExplanationTest {
  private static final SourceAddress MALLORY = SourceAddress.parse("192.0.2.66").orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          throttle        | built_in | 192.0.2.66 | 192.0.2.66 is throttled until T
          drop-port       | built_in | 192.0.2.66 | 192.0.2.66 is kept from the attacked port until T
          host-deny       | built_in | 192.0.2.66 | 192.0.2.66 is denied by hosts.deny until T
          route-null.sh   | built_in | 192.0.2.66 | 192.0.2.66 is cut off by a null route until T
          firewalld-drop  | built_in | 192.0.2.66 | 192.0.2.66 is dropped by firewalld until T
          ip-customblock  | built_in | 192.0.2.66 | 192.0.2.66 is listed in /ipblock until T
          disable-account | built_in | alice      | account alice is locked because of 192.0.2.66 until T
          restart-wazuh   | built_in | x          | the service is restarted because of 192.0.2.66 until T
          restore-file    | built_in | /etc/hosts | /etc/hosts is put back because of 192.0.2.66 until T
          own             | program  | 192.0.2.66 | program own is in effect for 192.0.2.66 until T
          throttle        | program  | 192.0.2.66 | program throttle is in effect for 192.0.2.66 until T
          """)
  void of_eachKind_saysWhatIsDone(String program, String means, String key, String sentence)
      throws JsonProcessingException {
    String story = story(block(program, means, "enforced", "\"" + key + "\"", ""));

    assertThat(story)
        .startsWith("192.0.2.66 is not blocked, but:\n" + sentence + " (9m 0s left).\n");
  }

  @Test
  void of_aDropBesideAnother_doesNotSayThatItIsNotBlocked() throws JsonProcessingException {
    String drop = BLOCK.replace("STATE", "enforced").replace("MORE", "");

    String story = story(drop, block("throttle", "built_in", "enforced", "\"192.0.2.66\"", ""));

    assertThat(story).doesNotContain("not blocked").contains("is blocked", "is throttled");
  }

  @Test
  void of_portsNamed_saysWhich() throws JsonProcessingException {
    String one = block("drop-port", "built_in", "enforced", "\"192.0.2.66\"", "\"22\"");
    String two = block("drop-port", "built_in", "enforced", "\"192.0.2.66\"", "\"22\",\"80\"");

    assertThat(story(one)).contains("192.0.2.66 is kept from port 22 until");
    assertThat(story(two)).contains("192.0.2.66 is kept from ports 22, 80 until");
  }

  @Test
  void of_observedOnly_saysThatNothingIsDone() throws JsonProcessingException {
    assertThat(story(block("throttle", "nobody", "observed", "\"192.0.2.66\"", "")))
        .contains("192.0.2.66 would be throttled, but the service only observes, until T");
    assertThat(story(block("firewall-drop", "nobody", "observed", "\"192.0.2.66\"", "")))
        .contains("192.0.2.66 would be blocked, but the service only observes, until T");
  }

  @Test
  void of_failed_saysThatItDidNotWork() throws JsonProcessingException {
    assertThat(story(block("disable-account", "built_in", "failed", "\"alice\"", "")))
        .contains("account alice should be locked because of 192.0.2.66, but that did not work,");
  }

  @Test
  void of_programThatRuns_saysSo() throws JsonProcessingException {
    assertThat(story(block("own", "program", "pending", "", "")))
        .contains("program own is running for 192.0.2.66");
  }

  @Test
  void of_aStepOfALadder_saysWhichAndWhomItMayHit() throws JsonProcessingException {
    String step =
        BLOCK
            .replace("STATE", "enforced")
            .replace(
                "MORE",
                ",\"goodLogins\":2,\"ladder\":{\"name\":\"ssh\",\"step\":4,\"steps\":5,"
                    + "\"offender\":\"192.0.2.66\"}");

    assertThat(story(step))
        .contains("  Ladder:   step 4 of 5 of ssh, by the offences of 192.0.2.66\n")
        .contains("  Users:    2 had logged in from 192.0.2.66 lately\n");
    assertThat(story(step.replace(":2,", ":0,")))
        .contains("  Users:    none had logged in from 192.0.2.66 lately\n");
  }

  @Test
  void of_ended_namesTheKind() throws JsonProcessingException {
    String throttle =
        block("throttle", "built_in", "expired", "\"192.0.2.66\"", "")
            .replace("\"offence\"", "\"endedBy\":\"timeout\",\"endedAt\":\"E\",\"offence\"");
    String program =
        block("own", "program", "expired", "", "")
            .replace(
                "\"offence\"",
                "\"endedBy\":\"program\",\"failure\":\"status 2\",\"endedAt\":\"E\",\"offence\"");

    assertThat(story(throttle))
        .startsWith("192.0.2.66 is not blocked.\nEarlier: throttle b9-1 from B to E, expired\n");
    assertThat(story(program))
        .contains(
            "Earlier: run of program own, b9-1 from B to E, over when it had run; last failure:"
                + " status 2");
  }

  private static final String BLOCK =
      "{\"id\":\"b9-1\",\"source\":\"192.0.2.66\",\"response\":\"r600\",\"state\":\"STATE\","
          + "\"blockedAt\":\"B\",\"expiresAt\":\"T\",\"remainingSeconds\":540,\"offence\":1MORE}";

  private static String block(
      String program, String means, String state, String keys, String extraArgs) {
    return BLOCK
        .replace("STATE", state)
        .replace(
            "MORE",
            ",\"program\":\"PROGRAM\",\"means\":\"MEANS\",\"keys\":[KEYS],\"extraArgs\":[ARGS]"
                .replace("PROGRAM", program)
                .replace("MEANS", means)
                .replace("KEYS", keys)
                .replace("ARGS", extraArgs));
  }

  private static String story(String... blocks) throws JsonProcessingException {
    return Explanation.of(
        MALLORY,
        StreamSupport.stream(
                new ObjectMapper().readTree("[" + String.join(",", blocks) + "]").spliterator(),
                false)
            .toList(),
        "");
  }
}
