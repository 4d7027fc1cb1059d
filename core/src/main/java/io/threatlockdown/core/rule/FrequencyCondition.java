package io.threatlockdown.core.rule;

/** Enough events like this one came within the timeframe. Always a rule's last condition. */
record FrequencyCondition(Composite composite) implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    return attempt.fires(composite);
  }
}
