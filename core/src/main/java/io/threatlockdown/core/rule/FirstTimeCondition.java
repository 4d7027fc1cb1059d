package io.threatlockdown.core.rule;

/** The fields that the decoder lists were never seen together: {@code <if_fts>}. */
enum FirstTimeCondition implements Condition {
  INSTANCE;

  @Override
  public boolean holds(Attempt attempt) {
    return attempt.memory().firstSeen().add(attempt.event());
  }
}
