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
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");
  private static final Pattern HOST = Pattern.compile("\"host\": *\"([^\"]+)\"");

  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  /** Lines with a host have that address or none, and which have none is known: undetected.txt. */
  @Test
  void decode_fail2bansLines_haveTheirAddressOrAReason() throws IOException {
    assumeTrue(Files.isDirectory(PEERS), "needs the samples at " + PEERS.toAbsolutePath());

    List<String> wrong = new ArrayList<>();
    List<String> undetected = new ArrayList<>();
    for (Sample sample : samples()) {
      Optional<SourceAddress> found = new Session(SHIPPED).run(sample.line()).event().source();
      if (found.isEmpty() && sample.matches()) {
        undetected.add(sample.place());
      } else if (sample.matches() && !sample.host().isEmpty()) {
        if (!found.equals(SourceAddress.parse(sample.host()))) {
          wrong.add(sample.place());
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(undetected)
        .containsExactlyElementsOf(
            Corpus.read("undetected.txt").stream().map(PeerLinesTest::place).toList());
  }

  /** With Wazuh's decoders fewer lines have an address, and those that have one have this one. */
  @Test
  void decode_fail2bansLinesWithWazuhsRuleset_haveTheirAddressOrNone() throws IOException {
    assumeTrue(Files.isDirectory(PEERS), "needs the samples at " + PEERS.toAbsolutePath());
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    LoadedRuleset wazuh = Rulesets.load(List.of(WAZUH), problem -> {});

    assertThat(samples().stream().filter(sample -> !sample.host().isEmpty()))
        .hasSizeGreaterThan(200)
        .allSatisfy(
            sample ->
                assertThat(new Session(wazuh).run(sample.line()).event().source())
                    .as(sample.place())
                    .isIn(Optional.empty(), SourceAddress.parse(sample.host())));
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

  /**
   * A line and what is expected of it.
   *
   * @param host empty if none is named
   */
  private record Sample(String place, boolean matches, String host, String line) {}

  /** Lines of the journal lack the time, which journald writes elsewhere. */
  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String file : List.of("sshd", "sshd-journal", "dropbear", "pam-generic")) {
      List<String> lines = lines("fail2ban/" + file);
      String expected = "";
      for (int number = 1; number <= lines.size(); number++) {
        String line = lines.get(number - 1);
        if (line.contains("failJSON")) {
          expected = line;
        } else if (!line.isBlank() && !line.startsWith("#")) {
          Matcher host = HOST.matcher(expected);
          samples.add(
              new Sample(
                  file + " " + number,
                  expected.contains("\"match\": true"),
                  host.find() ? host.group(1) : "",
                  file.equals("sshd-journal") ? "Nov 24 07:00:00 " + line : line));
        }
      }
    }
    return samples;
  }

  private static String place(String reasoned) {
    return reasoned.substring(0, reasoned.indexOf(' ', reasoned.indexOf(' ') + 1));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(PEERS.resolve(file), StandardCharsets.ISO_8859_1);
  }
}
