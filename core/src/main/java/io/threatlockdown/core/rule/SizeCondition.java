package io.threatlockdown.core.rule;

/** The log has at least so many bytes: attribute {@code maxsize}, against its name. */
record SizeCondition(int bytes) implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    return attempt.event().log().length() >= bytes;
  }
}
