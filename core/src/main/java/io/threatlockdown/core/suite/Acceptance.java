package io.threatlockdown.core.suite;

import io.threatlockdown.core.suite.SuiteCase.Answer;

/** What differs between the test runners of Wazuh and OSSEC. */
enum Acceptance {
  /** Values of equal keys are joined by newlines; all three parts count, as they stand. */
  WAZUH {
    @Override
    String merge(String earlier, String later) {
      return earlier + '\n' + later;
    }

    @Override
    String value(String written) {
      return written;
    }

    @Override
    boolean isMet(Answer expected, Answer got) {
      boolean complete =
          !expected.rule().isEmpty()
              && !expected.level().isEmpty()
              && !expected.decoder().isEmpty();
      return complete && expected.equals(got);
    }
  },

  /**
   * Of equal keys the last counts, {@code %%} is a percent sign, and decoders are compared ignoring
   * case; a line without decoder or rule never gives what is expected.
   */
  OSSEC {
    @Override
    String merge(String earlier, String later) {
      return later;
    }

    @Override
    String value(String written) {
      return written.replace("%%", "%");
    }

    @Override
    boolean isMet(Answer expected, Answer got) {
      return !got.decoder().isEmpty()
          && !got.rule().isEmpty()
          && expected.decoder().equalsIgnoreCase(got.decoder())
          && expected.rule().equals(got.rule())
          && expected.level().equals(got.level());
    }
  };

  /** Returns the value of a key that a section has twice. */
  abstract String merge(String earlier, String later);

  /** Returns what is meant by a value as it is written. */
  abstract String value(String written);

  /** Whether the runner exits with 0 for this answer. */
  abstract boolean isMet(Answer expected, Answer got);

  /** Whether the case passes with this answer of its last line. */
  boolean passes(SuiteCase one, Answer got) {
    return isMet(one.expected(), got) != one.mustFail();
  }
}
