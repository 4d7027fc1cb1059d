package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.event.SourceAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs what real daemons wrote about clients with hostile names, greetings, good-byes, keys:
 * OpenSSH 8.4, 9.2 and 10.0, each with the dropbear of its day. {@code
 * ops/src/test/recording/record-logins} records it anew.
 */
class RecordedLoginsTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");
  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  /** The least level that responses are bound to. */
  private static final int DETECTED_LEVEL = 5;

  /** What a client did: {@code attack-7}, its true address, what the daemon wrote. */
  private record Recorded(String deed, SourceAddress client, String line) {
    Recorded by(String program) {
      return new Recorded(deed, client, SSHD.matcher(line).replaceFirst(" " + program + "["));
    }

    boolean isAttack() {
      return deed.startsWith("attack");
    }
  }

  private static final Pattern SSHD = Pattern.compile(" sshd(?:-session|-auth)?\\[");
  private static final List<Recorded> RECORDED =
      Stream.of("8.4", "9.2", "10.0").flatMap(version -> recorded(version).stream()).toList();

  private static List<Recorded> recorded(String version) {
    return Corpus.read("recorded-" + version + ".txt").stream()
        .map(
            text -> {
              int bar = text.indexOf(" | ");
              int space = text.indexOf(' ');
              return new Recorded(
                  text.substring(0, space),
                  SourceAddress.parse(text.substring(space + 1, bar)).orElseThrow(),
                  text.substring(bar + 3));
            })
        .toList();
  }

  /** Since 9.8 sshd-session writes most of it, since 10.0 sshd-auth what comes before a login. */
  @ParameterizedTest
  @ValueSource(strings = {"sshd", "sshd-session", "sshd-auth"})
  void decode_recordedLine_hasTheClientsAddressOrNone(String program) {
    assertThat(wrong(SHIPPED, program)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshd", "sshd-session", "sshd-auth"})
  void decode_withWazuhsRuleset_hasTheClientsAddressOrNone(String program) {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    assertThat(wrong(Rulesets.load(List.of(WAZUH), problem -> {}), program)).isEmpty();
  }

  /** Without the judge, Wazuh's decoders take what clients typed: the recording is hostile. */
  @Test
  void decode_withWazuhsRuleset_saysWhatItRefused() {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    Set<String> refused = new TreeSet<>();
    LoadedRuleset wazuh = Rulesets.load(List.of(WAZUH), problem -> {});
    for (Recorded recorded : RECORDED) {
      var unused =
          wazuh
              .decoders()
              .decode(Session.logLine(recorded.line()), what -> refused.add(what.claimed()));
    }

    assertThat(refused).contains("198.51.100.77");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.4", "9.2", "10.0"})
  void evaluate_recordedAttacks_atLeast98PercentAreDetected(String version) {
    Map<String, Integer> highest = new TreeMap<>();
    for (Recorded recorded : recorded(version)) {
      Session.Outcome outcome = new Session(SHIPPED).run(recorded.line());
      boolean found = outcome.event().source().equals(Optional.of(recorded.client()));
      int level = outcome.verdict().alert().map(alert -> alert.rule().level()).orElse(0);
      if (recorded.isAttack()) {
        highest.merge(recorded.deed(), found ? level : 0, Math::max);
      }
    }

    List<String> undetected = new ArrayList<>();
    highest.forEach(
        (deed, level) -> {
          if (level < DETECTED_LEVEL) {
            undetected.add(deed);
          }
        });

    assertThat(highest).hasSizeGreaterThan(190);
    assertThat(undetected)
        .as("of %d", highest.size())
        .hasSizeLessThanOrEqualTo(highest.size() / 50);
  }

  private static List<String> wrong(LoadedRuleset ruleset, String program) {
    return RECORDED.stream()
        .map(recorded -> recorded.by(program))
        .filter(
            recorded ->
                new Session(ruleset)
                    .run(recorded.line())
                    .event()
                    .source()
                    .filter(source -> !source.equals(recorded.client()))
                    .isPresent())
        .map(Recorded::line)
        .toList();
  }
}
