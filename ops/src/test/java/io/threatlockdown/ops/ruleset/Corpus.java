package io.threatlockdown.ops.ruleset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The cases of {@code corpus.txt}, whose head says how it is written. */
final class Corpus {
  /**
   * Lines of one session and what is to come of the last.
   *
   * @param decoder its name; {@code -} for none
   * @param rule its id; {@code -} for none
   * @param level of the rule; {@code -} for none
   */
  record Case(
      List<String> lines, String decoder, String rule, String level, Map<String, String> fields) {
    @Override
    public String toString() {
      return rule + ": " + lines.get(lines.size() - 1);
    }
  }

  private Corpus() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : read("corpus.txt")) {
      if (line.startsWith("= ")) {
        cases.add(answered(List.copyOf(lines), line.substring(2)));
        lines.clear();
      } else if (line.matches("\\d+x .*")) {
        int x = line.indexOf('x');
        lines.addAll(
            Collections.nCopies(Integer.parseInt(line.substring(0, x)), line.substring(x + 2)));
      } else {
        lines.add(line);
      }
    }
    return cases;
  }

  /** Returns the lines of a resource beside this class that are neither blank nor comments. */
  static List<String> read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Corpus.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Case answered(List<String> lines, String answer) {
    List<String> parts = Arrays.asList(answer.split(" \\| ", -1));
    List<String> verdict = Arrays.asList(parts.get(0).split(" ", -1));
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : parts.subList(1, parts.size())) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return new Case(lines, verdict.get(0), verdict.get(1), verdict.get(2), fields);
  }
}
