package io.threatlockdown.core.suite;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.suite.SuiteCase.Answer;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads an {@code .ini} file as Python's RawConfigParser does, with which these suites are read
 * elsewhere: sections of one title are one, a line that is indented deeper than its key carries on
 * the value, lines that start with {@code ;} or {@code #} are comments (spec ruleset §7.1).
 */
final class SuiteReader {
  private static final class Value {
    private final int line;
    private String text;

    private Value(int line, String text) {
      this.line = line;
      this.text = text;
    }
  }

  private final ConfigFile file;
  private final Acceptance acceptance;
  private final Consumer<Problem> problems;
  private final Map<String, Map<String, Value>> sections = new LinkedHashMap<>();
  private Map<String, Value> section = Map.of();
  private String key = "";
  private int keyIndent;
  private int number;

  private SuiteReader(ConfigFile file, Acceptance acceptance, Consumer<Problem> problems) {
    this.file = file;
    this.acceptance = acceptance;
    this.problems = problems;
  }

  /** Returns the cases in order. A line that makes no sense is a problem and is left out. */
  static List<SuiteCase> read(ConfigFile file, Acceptance acceptance, Consumer<Problem> problems) {
    SuiteReader reader = new SuiteReader(file, acceptance, problems);
    file.text().lines().forEach(reader::line);
    return reader.cases();
  }

  private void line(String line) {
    number++;
    String text = line.strip();
    if (text.isEmpty() || text.startsWith(";") || text.startsWith("#")) {
      return;
    }
    int indent = line.indexOf(text);
    if (!key.isEmpty() && indent > keyIndent) {
      carryOn(text);
      return;
    }
    keyIndent = indent;
    int close = text.lastIndexOf(']');
    if (text.startsWith("[") && close > 1) {
      section = sections.computeIfAbsent(text.substring(1, close), unused -> new LinkedHashMap<>());
      key = "";
    } else {
      keyAndValue(text);
    }
  }

  private void carryOn(String text) {
    Value value = section.get(key);
    if (value != null) {
      value.text = value.text + '\n' + acceptance.value(text);
    }
  }

  private void keyAndValue(String text) {
    key = "";
    int end = keyEnd(text);
    if (sections.isEmpty()) {
      wrong("a section [title] must come first", text);
    } else if (end <= 0) {
      wrong("expected [title], key = value or a comment", text);
    } else {
      key = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
      String value = acceptance.value(text.substring(end + 1).strip());
      Value known = section.get(key);
      if (known == null) {
        section.put(key, new Value(number, value));
      } else {
        known.text = acceptance.merge(known.text, value);
      }
    }
  }

  private static int keyEnd(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
  }

  private void wrong(String text, String line) {
    String shown = line.length() <= 80 ? line : line.substring(0, 80) + "...";
    report(number, text + ": was '" + shown + "'");
  }

  private void report(int line, String text) {
    problems.accept(new Problem(Problem.Severity.ERROR, file.name(), line, text));
  }

  private List<SuiteCase> cases() {
    List<SuiteCase> cases = new ArrayList<>();
    sections.forEach(
        (title, values) -> {
          Answer expected =
              new Answer(text(values, "rule"), text(values, "alert"), text(values, "decoder"));
          values.forEach(
              (name, value) -> {
                if (name.startsWith("log")) {
                  cases.add(oneCase("[" + title + "] " + name, value, expected));
                }
              });
        });
    return cases;
  }

  private SuiteCase oneCase(String name, Value value, Answer expected) {
    List<String> lines = value.text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.stream().anyMatch(line -> line.length() > LogLine.BYTES_MAX)) {
      report(value.line, name + " has a line of more than " + LogLine.BYTES_MAX + " bytes");
      lines = List.of();
    }
    return new SuiteCase(file.name(), value.line, name, lines, name.endsWith("fail"), expected);
  }

  private static String text(Map<String, Value> values, String name) {
    Value value = values.get(name);
    return value == null ? "" : value.text;
  }
}
