package io.threatlockdown.core.suite;

import java.util.List;

/**
 * Log lines of one session, and what the last of them must give.
 *
 * @param file the path of its suite, as given
 * @param line where its key stands, counted from 1
 * @param name the section's title in brackets, and the key: {@code [sshd] log 1 pass}
 * @param lines in order, without empty ones
 * @param mustFail whether the case passes by not giving what is expected
 */
public record SuiteCase(
    String file, int line, String name, List<String> lines, boolean mustFail, Answer expected) {
  public SuiteCase {
    lines = List.copyOf(lines);
  }

  /** Rule id, level and decoder name as text; each is empty for none. */
  public record Answer(String rule, String level, String decoder) {
    /** No rule, no level, no decoder. */
    public static final Answer NONE = new Answer("", "", "");

    @Override
    public String toString() {
      return "rule " + shown(rule) + ", level " + shown(level) + ", decoder " + shown(decoder);
    }

    private static String shown(String part) {
      return part.isEmpty() ? "none" : part.replace('\n', ' ');
    }
  }
}
