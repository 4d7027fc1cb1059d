package io.threatlockdown.benchmarks;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ruleset in the jar, and others. */
final class Shipped {
  private Shipped() {}

  /** Returns it whole: half a ruleset is not worth measuring. */
  static LoadedRuleset ruleset() {
    return load(List.of());
  }

  /** Returns the ruleset of a directory, which must be whole too. */
  static LoadedRuleset ruleset(Path directory) {
    return load(List.of(directory));
  }

  private static LoadedRuleset load(List<Path> directories) {
    List<Problem> problems = new ArrayList<>();
    LoadedRuleset ruleset = Rulesets.load(directories, problems::add);
    if (problems.stream().anyMatch(problem -> problem.severity() != Problem.Severity.WARNING)) {
      throw new IllegalStateException(problems.toString());
    }
    return ruleset;
  }
}
