package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the whole ruleset of Wazuh 4.14, if it lies beside the project. */
class WazuhRulesTest {
  @Test
  void read_wazuhRules_loadsAllWithoutError() {
    WazuhFiles.assumePresent();
    List<Problem> problems = new ArrayList<>();

    RuleSet rules = RuleSet.read(WazuhFiles.rules(), WazuhFiles.lists(), problems::add);

    assertThat(problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR)).isEmpty();
    assertThat(rules.size()).isEqualTo(4510);
  }
}
