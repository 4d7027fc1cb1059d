package io.threatlockdown.core.rule;

import io.threatlockdown.core.xml.Problem;
import java.util.function.Consumer;

/** Reports what is wrong with one rule, and remembers whether it can be loaded all the same. */
final class RuleProblems {
  private static final int VALUE_BYTES_MAX = 80;

  private final String file;
  private final String rule;
  private final Consumer<Problem> sink;
  private boolean failed;

  RuleProblems(String file, String rule, Consumer<Problem> sink) {
    this.file = file;
    this.rule = rule;
    this.sink = sink;
  }

  /** The rule cannot be loaded. */
  void error(int line, String text) {
    failed = true;
    report(Problem.Severity.ERROR, line, text);
  }

  /** With this rule nothing may start. */
  void fatal(int line, String text) {
    failed = true;
    report(Problem.Severity.FATAL, line, text);
  }

  /** The rule is loaded, perhaps not as meant. */
  void warning(int line, String text) {
    report(Problem.Severity.WARNING, line, text);
  }

  /** A value of an element or attribute is not allowed, so the rule cannot be loaded. */
  void wrongValue(int line, String where, String value, String allowed) {
    error(line, where + " must be " + allowed + ": was " + quote(value));
  }

  boolean failed() {
    return failed;
  }

  /** Returns the text in quotes, cut if long. */
  static String quote(String value) {
    return value.length() <= VALUE_BYTES_MAX
        ? "'" + value + "'"
        : "'" + value.substring(0, VALUE_BYTES_MAX) + "...'";
  }

  private void report(Problem.Severity severity, int line, String text) {
    sink.accept(new Problem(severity, file, line, rule + ": " + text));
  }
}
