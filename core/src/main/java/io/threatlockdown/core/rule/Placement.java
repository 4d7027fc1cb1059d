package io.threatlockdown.core.rule;

import java.util.List;

/** Below which rules a rule stands (spec ruleset §4.2). */
sealed interface Placement {
  /** Below the rules with these ids. */
  record BySid(List<Integer> ids) implements Placement {
    public BySid {
      ids = List.copyOf(ids);
    }
  }

  /** Below all rules of this level or above. */
  record ByLevel(int level) implements Placement {}

  /** Below all rules whose groups contain one of these. */
  record ByGroup(List<String> alternatives) implements Placement {
    public ByGroup {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** Below the root of its category. */
  record ByCategory() implements Placement {}
}
