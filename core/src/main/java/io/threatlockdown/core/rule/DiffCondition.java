package io.threatlockdown.core.rule;

/** The log differs from the last one this rule saw from the same host: {@code <check_diff>}. */
record DiffCondition(int ruleId) implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    return attempt.differsFromLast(ruleId);
  }
}
