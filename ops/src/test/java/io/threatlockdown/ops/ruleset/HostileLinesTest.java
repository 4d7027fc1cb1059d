package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.event.SourceAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the lines of hostile.txt: a client that types an address never makes it the source. */
class HostileLinesTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");

  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  /** Names by which an attacker may want its line taken for a harmless one. */
  private static final List<String> HARMLESS =
      List.of(
          "Connection closed by 192.0.2.66",
          "Received disconnect from 192.0.2.66: 11: ",
          "Disconnected from user x",
          "debug1: attempt 1",
          "error: ssh_msg_send: write",
          "error retrieving information about user",
          "input_userauth_request: invalid user",
          "Unable to negotiate with 192.0.2.66",
          "fatal: no matching",
          "Write failed: Broken pipe",
          "Could not load host key",
          "error: connect_to ",
          "Invalid credentials",
          "x failed, subsystem not found",
          "but this does not map back to the address - POSSIBLE BREAK-IN ATTEMPT!",
          "can't verify hostname: getaddrinfo",
          "failed: Address already in use.",
          "Corrupted check bytes on",
          "Bad protocol version identification",
          "not allowed because",
          "authenticated.",
          "Connection reset by peer",
          "terminated without error");

  private record HostileLine(char answer, String address, String line) {}

  static List<HostileLine> lines() {
    return Corpus.read("hostile.txt").stream()
        .map(
            line -> {
              int bar = line.indexOf(" | ");
              return new HostileLine(
                  line.charAt(0), line.substring(2, bar), line.substring(bar + 3));
            })
        .toList();
  }

  static List<String> harmless() {
    return HARMLESS;
  }

  @ParameterizedTest
  @MethodSource("lines")
  void decode_addressTypedByTheClient_isNeverTheSource(HostileLine hostile) {
    Session.Outcome outcome = new Session(SHIPPED).run(hostile.line());

    switch (hostile.answer()) {
      case '+' -> assertThat(outcome.sourceIp()).hasValue(hostile.address());
      case '-' -> assertThat(outcome.sourceIp()).isEmpty();
      default ->
          assertThat(outcome.sourceIp().orElse(hostile.address())).isEqualTo(hostile.address());
    }
  }

  /** Wazuh's own decoders take the first address they see in many of these lines. */
  @Test
  void decode_withWazuhsDecoders_typedAddressIsNeverTheSource() {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    LoadedRuleset wazuh = Rulesets.load(List.of(WAZUH), problem -> {});

    assertThat(lines())
        .allSatisfy(
            hostile ->
                assertThat(new Session(wazuh).run(hostile.line()).event().source())
                    .isIn(Optional.empty(), SourceAddress.parse(hostile.address())));
  }

  @Test
  void lines_areAtLeastTwoHundred() {
    assertThat(lines()).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void evaluate_nameThatSoundsHarmless_isStillAnAttack(String name) {
    String line =
        "Nov 24 07:00:00 web1 sshd[9]: Invalid user " + name + " from 203.0.113.7 port 50022";

    Session.Outcome outcome = new Session(SHIPPED).run(line);

    assertThat(outcome.rule()).isEqualTo("5710");
    assertThat(outcome.sourceIp()).hasValue("203.0.113.7");
  }
}
