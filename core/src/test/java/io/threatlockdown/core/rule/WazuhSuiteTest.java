package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.rule.IniSuite.Case;
import io.threatlockdown.core.rule.IniSuite.Expected;
import io.threatlockdown.core.xml.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the suites of Wazuh 4.14 by the acceptance rule of its own runner (spec ruleset §7). */
class WazuhSuiteTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  /** What the 72 suites hold that lie beside the project. */
  private static final int CASES = 1126;

  @Test
  void evaluate_casesOfWazuhsSuites_allPass() {
    WazuhFiles.assumePresent();
    List<Problem> problems = new ArrayList<>();
    Decoders decoders = Decoders.read(WazuhFiles.suiteDecoders(), problems::add);
    RuleSet rules = RuleSet.read(WazuhFiles.suiteRules(), WazuhFiles.lists(), problems::add);
    List<Case> cases =
        WazuhFiles.suites().stream().flatMap(file -> IniSuite.cases(file).stream()).toList();

    List<String> failures = new ArrayList<>();
    for (Case one : cases) {
      Expected got = lastOf(one.lines(), decoders, rules);
      boolean equal = got.equals(one.expected()) && !got.hasEmptyPart();
      if (equal == one.mustFail()) {
        failures.add(one.name() + ": expected " + one.expected() + ", got " + got);
      }
    }

    assertThat(failures).isEmpty();
    assertThat(cases).hasSize(CASES);
  }

  /** Runs the lines in one session. */
  private static Expected lastOf(List<String> lines, Decoders decoders, RuleSet rules) {
    Correlation memory = rules.correlation(() -> 1);
    Expected last = new Expected("", "", "");
    for (String line : lines) {
      Event event =
          decoders.decode(LogLine.log(line, "stdin", ReportingHost.local("manager"), NOON));
      Optional<Rule> rule = rules.evaluate(event, NOON, memory).rule();
      last =
          new Expected(
              rule.map(matched -> String.valueOf(matched.id())).orElse(""),
              rule.map(matched -> String.valueOf(matched.level())).orElse(""),
              event.decoderName().orElse(""));
    }
    return last;
  }
}
