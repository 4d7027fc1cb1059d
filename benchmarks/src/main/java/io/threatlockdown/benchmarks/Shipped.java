package io.threatlockdown.benchmarks;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.util.ArrayList;
import java.util.List;

/** The ruleset in the jar. */
final class Shipped {
  private Shipped() {}

  /** Returns it whole: half a ruleset is not worth measuring. */
  static LoadedRuleset ruleset() {
    List<Problem> problems = new ArrayList<>();
    LoadedRuleset ruleset = Rulesets.load(List.of(), problems::add);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    return ruleset;
  }
}
