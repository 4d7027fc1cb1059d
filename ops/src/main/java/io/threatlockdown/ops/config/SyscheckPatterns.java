package io.threatlockdown.ops.config;

import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Paths in {@code <ignore>} and {@code <nodiff>}: beginnings of paths, separated by commas, or one
 * simple expression with {@code type="sregex"}.
 */
final class SyscheckPatterns {
  private final List<Predicate<String>> patterns = new ArrayList<>();

  /** Returns what is true of a path that any of them means. */
  Predicate<String> any() {
    List<Predicate<String>> all = List.copyOf(patterns);
    return path -> all.stream().anyMatch(pattern -> pattern.test(path));
  }

  void add(ConfElement element) {
    Optional<String> type = element.xml().attribute("type");
    if (type.isPresent() && !type.get().equals("sregex")) {
      element.fatal("has type '" + type.get() + "'; allowed: sregex");
    } else if (element.text().isBlank()) {
      element.error("is empty, which would mean every path; left out");
    } else if (type.isPresent()) {
      expression(element, element.text().strip()).ifPresent(patterns::add);
    } else {
      for (String begin : element.text().split(",", -1)) {
        addBegin(element, begin.strip());
      }
    }
  }

  private void addBegin(ConfElement element, String begin) {
    if (begin.startsWith("/")) {
      patterns.add(path -> path.startsWith(begin));
    } else if (!begin.isEmpty()) {
      element.warning("names '" + begin + "', which is no path of this system; left out");
    }
  }

  /** Returns a simple expression; one that is none is fatal. */
  static Optional<Predicate<String>> expression(ConfElement element, String pattern) {
    try {
      return Optional.of(Expressions.compile(Flavour.OS_MATCH, pattern)::matches);
    } catch (PatternException wrong) {
      element.fatal("has '" + pattern + "', no simple expression: " + wrong.getMessage());
      return Optional.empty();
    }
  }
}
