package io.threatlockdown.core.decode;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.XmlElement;
import java.util.Collection;
import java.util.function.Consumer;

/** Reports the problems of one decoder and remembers whether one of them rules it out. */
final class ProblemLog {
  /** How much of a value a message shows. */
  private static final int VALUE_CHARS_MAX = 80;

  private final String file;
  private final Consumer<Problem> problems;
  private boolean errors;

  ProblemLog(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  boolean hasErrors() {
    return errors;
  }

  void error(XmlElement at, String text) {
    errors = true;
    problems.accept(new Problem(Problem.Severity.ERROR, file, at.line(), text));
  }

  void warning(XmlElement at, String text) {
    problems.accept(new Problem(Problem.Severity.WARNING, file, at.line(), text));
  }

  /** Reports an element whose content is none of the allowed ones. */
  void wrongValue(XmlElement at, Collection<String> allowed) {
    error(at, "<" + at.name() + "> is '" + excerpt(at.content()) + "'; allowed: " + allowed);
  }

  /** Returns the value as a message may show it: printable and short. */
  static String excerpt(String value) {
    String shown = value.replaceAll("[^ -~]", "?");
    return shown.length() <= VALUE_CHARS_MAX ? shown : shown.substring(0, VALUE_CHARS_MAX) + "...";
  }
}
