package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ActiveResponse.Place;
import io.threatlockdown.core.response.Decay;
import io.threatlockdown.core.response.GoodLoginPolicy;
import io.threatlockdown.core.response.GoodLoginPolicy.Pardon;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.Ladder.Networks;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads ladders, what repeat offenders get, and what good logins mean. */
class LadderKeysTest {
  private static final String STEP = "{ response = throttle, duration = 1m }";

  private final List<Problem> problems = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void read_nothing_hasNoLadderAndPardonsNobody() throws IOException {
    Settings settings = read("");

    assertThat(problems).isEmpty();
    assertThat(settings.ossec().responses()).allMatch(response -> response.ladder().isEmpty());
    assertThat(settings.ossec().policy().decay()).isEqualTo(new Decay(Duration.ofDays(7)));
    assertThat(settings.goodLogins()).isEqualTo(GoodLoginPolicy.DEFAULT);
  }

  @Test
  void read_everyKey_isMapped() throws IOException {
    Settings settings =
        read(
            """
            good-logins { window = 3d, pardon = release }
            repeat-offenders.decay = 2d
            responses.ladders = [
              {
                name = ssh
                replaces = [firewall-drop]
                rules-id = [5712, 5720]
                level = 10
                group = "authentication_failures,"
                location = server
                climb-after = 5s
                decay = 3d
                steps = [
                  { response = throttle, extra-args = ["20/minute"], duration = 10m }
                  { response = drop-port, extra-args = ["22"], duration = 1h, from-offence = 3 }
                  { response = firewall-drop, duration = 4h, from-level = 12 }
                  {
                    response = default-firewall-drop, duration = 7d
                    ipv4-prefix-length = 24, ipv6-prefix-length = 48
                  }
                ]
              }
            ]
            """);

    assertThat(problems).isEmpty();
    assertThat(settings.goodLogins())
        .isEqualTo(new GoodLoginPolicy(Duration.ofDays(3), Pardon.RELEASE));
    assertThat(settings.ossec().policy().decay()).isEqualTo(new Decay(Duration.ofDays(2)));
    List<ActiveResponse> responses = settings.ossec().responses();
    assertThat(responses).hasSize(2);
    assertThat(responses.get(0).name()).isEqualTo("firewall-drop100");
    assertThat(responses.get(0).ruleIds()).isEqualTo(Set.of(5710));
    Ladder ladder = responses.get(0).ladder().orElseThrow();
    ActiveResponse own = responses.get(1);
    assertThat(own.ladder()).contains(ladder);
    assertThat(own.ruleIds()).isEqualTo(Set.of(5712, 5720));
    assertThat(own.level()).hasValue(10);
    assertThat(own.group().orElseThrow().source()).isEqualTo("authentication_failures,");
    assertThat(own.places()).containsExactly(Place.SERVER);
    assertThat(ladder.climbAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(ladder.decay()).isEqualTo(new Decay(Duration.ofDays(3)));
    assertThat(ladder.steps())
        .extracting(step -> own.at(step).name() + " " + step.command().extraArgs())
        .containsExactly(
            "throttle600 [20/minute]",
            "drop-port3600 [22]",
            "firewall-drop14400 []",
            "default-firewall-drop604800 []");
    assertThat(ladder.steps())
        .extracting(step -> step.fromOffence().orElse(0) + " " + step.fromLevel().orElse(0))
        .containsExactly("1 0", "3 0", "0 12", "4 0");
    assertThat(ladder.step(4).networks()).contains(new Networks(24, 48));
    assertThat(ladder.step(3).networks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          responses.ladders = yes ! threatlockdown.responses.ladders is "yes"; allowed: a list of sections with the keys climb-after, decay,
          responses.ladders = [ssh] ! threatlockdown.responses.ladders[0] is "ssh"; allowed: a section with the keys
          responses.ladders = [{ name = a, rules-id = [1], stpes = [], steps = [STEP] }] ! unknown key threatlockdown.responses.ladders[0].stpes; allowed: climb-after,
          responses.ladders = [{ rules-id = [1], steps = [STEP] }] ! threatlockdown.responses.ladders[0].name is null; allowed: 1 to 32
          responses.ladders = [{ name = "A b", rules-id = [1], steps = [STEP] }] ! threatlockdown.responses.ladders[0].name is "A b"; allowed: 1 to 32
          responses.ladders = [{ name = a, rules-id = [1], steps = [STEP] }, { name = a, rules-id = [1], steps = [STEP] }] ! threatlockdown.responses.ladders[1].name is "a"; allowed: a name that no other ladder has
          responses.ladders = [{ name = a, steps = [STEP] }] ! ladders[0].replaces is null; allowed: a name, unless
          responses.ladders = [{ name = a, replaces = [x], steps = [STEP] }] ! ladders[0].replaces is ["x"]; allowed: names of active responses of ossec.conf, or of their commands, which are [firewall-drop100]
          responses.ladders = [{ name = a, replaces = [firewall-drop], steps = [STEP] }, { name = b, replaces = [firewall-drop100], steps = [STEP] }] ! ladders[1].replaces is ["firewall-drop100"]; allowed: responses that no other
          responses.ladders = [{ name = a, rules-id = [x], steps = [STEP] }] ! ladders[0].rules-id is ["x"]; allowed: a list of whole numbers
          responses.ladders = [{ name = a, level = 17, steps = [STEP] }] ! ladders[0].level is 17; allowed: a whole number from 1 to 16
          responses.ladders = [{ name = a, group = "(", steps = [STEP] }] ! ladders[0].group is "("; allowed: a pattern as in <rules_group>
          responses.ladders = [{ name = a, rules-id = [1], location = here, steps = [STEP] }] ! ladders[0].location is "here"; allowed: local, server, all
          responses.ladders = [{ name = a, rules-id = [1], decay = 0s, steps = [STEP] }] ! ladders[0].decay is "0s"; allowed: a positive duration
          responses.ladders = [{ name = a, rules-id = [1], steps = [] }] ! ladders[0].steps is []; allowed: a list of 1 to 16 steps
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = nothing, duration = 1m }] }] ! ladders[0].steps[0].response is "nothing"; allowed: firewall-drop, throttle,
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = disable-account, duration = 1m }] }] ! steps[0].response is "disable-account"; allowed: firewall-drop,
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = restart-wazuh, duration = 1m }] }] ! steps[0].response is "restart-wazuh"; allowed: firewall-drop,
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = throttle }] }] ! steps[0].duration is null; allowed: a positive duration
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = throttle, duration = 1m, extra-args = [fast] }] }] ! steps[0].extra-args is ["fast"]; allowed: extra_args of throttle is like 10/second
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = drop-port, duration = 1m, extra-args = ["70000"] }] }] ! steps[0].extra-args is ["70000"]; allowed:
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = throttle, duration = 1m, from-offence = 2 }] }] ! steps[0].from-offence is 2; allowed: 1 for the first step
          responses.ladders = [{ name = a, rules-id = [1], steps = [STEP, { response = throttle, duration = 1m, from-offence = 1 }] }] ! steps[1].from-offence is 1; allowed: more than 1
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = throttle, duration = 1m, from-level = 9 }, { response = throttle, duration = 1m, from-level = 8 }] }] ! steps[1].from-level is 8; allowed: at least 9
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = throttle, duration = 1m, ipv4-prefix-length = 24 }] }] ! steps[0].ipv4-prefix-length is 24; allowed: no such key: only firewall-drop
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ response = firewall-drop, duration = 1m, ipv4-prefix-length = 7 }] }] ! steps[0].ipv4-prefix-length is 7; allowed: a whole number from 8 to 32
          responses.ladders = [{ name = a, rules-id = [1], steps = [{ respons = x, response = throttle, duration = 1m }] }] ! unknown key threatlockdown.responses.ladders[0].steps[0].respons; allowed: duration,
          repeat-offenders.decay = 31d ! threatlockdown.repeat-offenders.decay is "31d"; allowed: a positive duration up to 30d
          good-logins.pardon = all ! threatlockdown.good-logins.pardon is "all"; allowed: one of count, none, release
          """)
  void read_wrongValue_isFatalWithFileAndLine(String text, String problem) throws IOException {
    Settings unused = read("\n" + text.replace("STEP", STEP));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(directory.resolve("threatlockdown.conf") + ":3: fatal: ")
        .contains(problem);
  }

  @Test
  void reference_explainsEveryKeyOfALadder() throws IOException {
    String reference;
    try (InputStream file =
        Objects.requireNonNull(LadderKeys.class.getResourceAsStream("/reference.conf"))) {
      reference = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    Set<String> keys = new TreeSet<>(LadderKeys.DEFAULTS.root().keySet());
    keys.addAll(LadderSteps.DEFAULTS.root().keySet());

    assertThat(keys)
        .allSatisfy(
            key -> assertThat(reference).containsPattern("# +" + Pattern.quote(key) + " = "));
  }

  private Settings read(String text) throws IOException {
    Host host = TemporaryHost.in(directory);
    Files.writeString(host.conf(), "threatlockdown {\n" + text + "\n}\n");
    return new SettingsReader(Flags.NONE, host, problems::add).read();
  }
}
