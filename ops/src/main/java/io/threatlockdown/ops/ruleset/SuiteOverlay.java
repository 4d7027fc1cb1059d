package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the runner of Wazuh's test suites changes in a ruleset (spec ruleset §7.3). */
final class SuiteOverlay {
  private static final Comparator<ConfigFile> BY_BASE_NAME =
      Comparator.comparing(file -> baseName(file.name()));

  /** The root of all rules for Windows events. */
  private static final Pattern RULE_60000 = Pattern.compile("(?s)<rule id=\"60000\".*?</rule>");

  private final RulesetReader reader;
  private final Consumer<Problem> problems;
  private final List<ConfigFile> decoders;
  private final List<ConfigFile> rules = new ArrayList<>();

  private SuiteOverlay(RulesetFiles files, Consumer<Problem> problems) {
    this.problems = problems;
    this.reader = new RulesetReader(problems);
    this.decoders = new ArrayList<>(files.decoders());
    files.rules().stream().map(SuiteOverlay::withWindowsEventsAsJson).forEach(rules::add);
  }

  /** Returns the files with those of the overlays among them. */
  static RulesetFiles add(
      RulesetFlavour flavour, List<Path> overlays, RulesetFiles files, Consumer<Problem> problems) {
    SuiteOverlay overlay = new SuiteOverlay(files, problems);
    overlays.forEach(overlay::add);
    if (!overlays.isEmpty()) {
      overlay.decoders.sort(BY_BASE_NAME);
      overlay.rules.sort(BY_BASE_NAME);
    }
    return new RulesetFiles(
        overlay.decoders,
        flavour == RulesetFlavour.OSSEC && !overlays.isEmpty()
            ? OssecOrder.sorted(overlay.rules)
            : overlay.rules,
        files.lists());
  }

  private void add(Path dir) {
    boolean any = false;
    for (Path file : list(dir)) {
      String name = baseName(file.toString());
      int decoder = name.lastIndexOf("decoder");
      int rule = name.lastIndexOf("rule");
      if (decoder >= 0 || rule >= 0) {
        any = true;
        // A name with both words, such as test_rule_decoders.xml, says at its end what it is.
        reader.xml(file).ifPresent(decoder > rule ? decoders::add : rules::add);
      }
    }
    if (!any) {
      fatal(dir, "holds no overlay: wants *decoder*.xml or *rule*.xml");
    }
  }

  private List<Path> list(Path dir) {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(".xml"))
          .limit(RulesetReader.FILES_MAX + 1L)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      fatal(dir, "cannot be listed: " + unreadable);
      return List.of();
    }
  }

  private static ConfigFile withWindowsEventsAsJson(ConfigFile file) {
    Matcher rule = RULE_60000.matcher(file.text());
    return rule.find()
        ? new ConfigFile(
            file.name(),
            file.text().substring(0, rule.start())
                + asJson(rule.group())
                + file.text().substring(rule.end()))
        : file;
  }

  private static String asJson(String rule) {
    return rule.replaceAll("<category>.*?</category>", "")
        .replaceAll("<decoded_as>.*?</decoded_as>", "<decoded_as>json</decoded_as>");
  }

  private static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private void fatal(Path dir, String text) {
    problems.accept(new Problem(Problem.Severity.FATAL, dir.toString(), 0, text));
  }
}
