package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.event.SourceAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs other projects' sample lines, where a copy lies beside the project. */
class PeerLinesTest {
  private static final Path PEERS = Path.of("../../shared/peers");
  private static final Pattern HOST = Pattern.compile("\"host\": *\"([^\"]+)\"");

  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  @Test
  void decode_fail2bansLines_hasItsAddressOrNone() throws IOException {
    assumeTrue(Files.isDirectory(PEERS), "needs the samples at " + PEERS.toAbsolutePath());

    List<String> wrong = new ArrayList<>();
    int right = 0;
    Optional<SourceAddress> expected = Optional.empty();
    for (String line : lines("fail2ban/sshd")) {
      if (line.startsWith("#")) {
        Matcher host = HOST.matcher(line);
        expected = host.find() ? SourceAddress.parse(host.group(1)) : Optional.empty();
      } else if (expected.isPresent()) {
        Optional<SourceAddress> found = new Session(SHIPPED).run(line).event().source();
        right += found.equals(expected) ? 1 : 0;
        if (found.isPresent() && !found.equals(expected)) {
          wrong.add(line);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(right).isGreaterThan(70);
  }

  @Test
  void decode_realFailedPasswords_allHaveAnAddress() throws IOException {
    assumeTrue(Files.isDirectory(PEERS), "needs the samples at " + PEERS.toAbsolutePath());

    List<Session.Outcome> failures =
        lines("loghub/openssh_2k.log").stream()
            .filter(line -> line.contains("Failed password for"))
            .map(line -> new Session(SHIPPED).run(line))
            .toList();

    assertThat(failures)
        .hasSizeGreaterThan(500)
        .allSatisfy(outcome -> assertThat(outcome.event().source()).isPresent())
        .allSatisfy(outcome -> assertThat(outcome.rule()).isIn("5710", "5760"));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(PEERS.resolve(file), StandardCharsets.ISO_8859_1);
  }
}
