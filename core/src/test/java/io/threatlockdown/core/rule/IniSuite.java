package io.threatlockdown.core.rule;

import io.threatlockdown.core.xml.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A suite in the {@code .ini} format of Wazuh's rule tests (spec ruleset §7.1): sections merge,
 * values of equal keys are joined by newlines.
 */
final class IniSuite {
  /** One case: log lines of one session, and what the last of them must give. */
  record Case(String name, List<String> lines, boolean mustFail, Expected expected) {}

  /** Rule id, level and decoder name as text; empty for none. */
  record Expected(String rule, String level, String decoder) {
    boolean hasEmptyPart() {
      return rule.isEmpty() || level.isEmpty() || decoder.isEmpty();
    }
  }

  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private Map<String, String> section = new LinkedHashMap<>();
  private String key = "";

  private IniSuite() {}

  static List<Case> cases(ConfigFile file) {
    IniSuite suite = new IniSuite();
    file.text().lines().forEach(suite::line);
    List<Case> cases = new ArrayList<>();
    suite.sections.forEach(
        (name, values) -> suite.addCases(file.name() + " [" + name + "]", values, cases));
    return cases;
  }

  private void line(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith(";") || text.startsWith("#")) {
      return;
    }
    if (Character.isWhitespace(line.charAt(0)) && !key.isEmpty()) {
      append(key, text);
    } else if (text.startsWith("[") && text.indexOf(']') > 0) {
      String name = text.substring(1, text.lastIndexOf(']'));
      section = sections.computeIfAbsent(name, unused -> new LinkedHashMap<>());
      key = "";
    } else {
      int end = keyEnd(text);
      key = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
      append(key, text.substring(end + 1).strip());
    }
  }

  private static int keyEnd(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
  }

  private void append(String name, String text) {
    section.merge(name, text, (old, more) -> old + "\n" + more);
  }

  private void addCases(String name, Map<String, String> values, List<Case> cases) {
    Expected expected =
        new Expected(
            values.getOrDefault("rule", ""),
            values.getOrDefault("alert", ""),
            values.getOrDefault("decoder", ""));
    values.forEach(
        (log, text) -> {
          if (log.startsWith("log")) {
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            cases.add(new Case(name + ' ' + log, lines, log.endsWith("fail"), expected));
          }
        });
  }
}
