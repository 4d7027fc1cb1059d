package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.suite.Suite;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the suites of Wazuh 4.14 by the acceptance rule of its own runner (spec ruleset §7). */
class WazuhSuiteTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  /** What the 72 suites hold that lie beside the project. */
  private static final int CASES = 1126;

  @Test
  void failures_ofWazuhsSuites_areNone() {
    WazuhFiles.assumePresent();
    List<Problem> problems = new ArrayList<>();
    Decoders decoders = Decoders.read(WazuhFiles.suiteDecoders(), problem -> {});
    RuleSet rules = RuleSet.read(WazuhFiles.suiteRules(), WazuhFiles.lists(), problem -> {});

    List<Suite> suites =
        WazuhFiles.suites().stream()
            .map(file -> Suite.read(file, RulesetFlavour.WAZUH, problems::add))
            .toList();

    assertThat(problems).isEmpty();
    assertThat(suites).flatMap(suite -> suite.failures(decoders, rules, NOON)).isEmpty();
    assertThat(suites).flatMap(Suite::cases).hasSize(CASES);
  }
}
