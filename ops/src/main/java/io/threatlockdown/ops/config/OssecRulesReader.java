package io.threatlockdown.ops.config;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.ops.ruleset.OssecPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads OSSEC's {@code <rules>}: which files make the ruleset, in the order they load. */
final class OssecRulesReader {
  private static final List<String> ELEMENTS =
      List.of("include", "rule", "rule_dir", "decoder", "decoder_dir", "list", "list_dir");

  private static final String XML = ".xml$";
  private static final String TEXT = ".txt$";

  private final List<OssecPaths.Entry> decoders = new ArrayList<>();
  private final List<OssecPaths.Entry> rules = new ArrayList<>();
  private final List<OssecPaths.Entry> lists = new ArrayList<>();

  /** Returns what was named, relative to a directory yet to be told; empty if it is nothing. */
  Optional<OssecPaths> paths() {
    return decoders.isEmpty() && rules.isEmpty()
        ? Optional.empty()
        : Optional.of(new OssecPaths(Path.of(""), decoders, rules, lists));
  }

  void read(ConfElement section) {
    section.paths(ELEMENTS).forEach(this::keep);
  }

  private void keep(ConfElement path) {
    switch (path.name()) {
      case "include", "rule" -> rules.add(file(path));
      case "rule_dir" -> directory(path, XML).ifPresent(rules::add);
      case "decoder" -> decoders.add(file(path));
      case "decoder_dir" -> directory(path, XML).ifPresent(decoders::add);
      case "list" -> lists.add(file(path));
      default -> directory(path, TEXT).ifPresent(lists::add);
    }
  }

  private static OssecPaths.Entry file(ConfElement path) {
    return new OssecPaths.Entry(path.text().strip(), Optional.empty());
  }

  private static Optional<OssecPaths.Entry> directory(ConfElement path, String usualNames) {
    String names = path.xml().attribute("pattern").orElse(usualNames);
    try {
      Expression pattern = Expressions.compile(Flavour.OSSEC_REGEX, names);
      return Optional.of(new OssecPaths.Entry(path.text().strip(), Optional.of(pattern)));
    } catch (PatternException wrong) {
      path.fatal("has no OS_Regex in attribute pattern: " + wrong.getMessage());
      return Optional.empty();
    }
  }
}
