package io.threatlockdown.core.rule;

/** The event's decoder has this name: {@code <decoded_as>}. */
record DecoderCondition(String decoder) implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    return decoder.equals(attempt.decoder());
  }
}
