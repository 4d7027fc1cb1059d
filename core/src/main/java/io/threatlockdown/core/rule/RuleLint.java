package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.DecoderFacts;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks the rules of a ruleset: all that loading them reports, and what loading cannot see, such
 * as rules that no event reaches. What it says is true; it does not find all there is.
 */
public final class RuleLint {
  private final DecoderFacts decoders;
  private final Consumer<Problem> problems;
  private final Map<Integer, RuleEntry> rules = new HashMap<>();
  private final ReachLint reach;
  private final CountLint counts;

  private RuleLint(RuleTree tree, DecoderFacts decoders, Consumer<Problem> problems) {
    this.decoders = decoders;
    this.problems = problems;
    tree.entries().forEach(entry -> rules.put(entry.id(), entry));
    this.reach = new ReachLint(decoders);
    this.counts = new CountLint(tree, rules);
  }

  /**
   * Reports what is wrong with rule files, as {@link RuleSet#read} takes them. An error means that
   * a rule is left out or that Wazuh would not start with it; the rest are warnings.
   *
   * @param decoders of the same ruleset
   */
  public static void check(
      RulesetFlavour flavour,
      List<ConfigFile> files,
      List<ConfigFile> lists,
      DecoderFacts decoders,
      Consumer<Problem> problems) {
    RuleTree tree = new RuleFiles(RuleDialect.of(flavour), lists, problems).read(files);
    lists.forEach(list -> checkList(list, problems));
    RuleLint lint = new RuleLint(tree, decoders, problems);
    tree.entries().forEach(lint::checkEntry);
    files.forEach(lint::checkFields);
  }

  private static void checkList(ConfigFile list, Consumer<Problem> problems) {
    int number = 0;
    for (String line : (Iterable<String>) list.text().lines()::iterator) {
      number++;
      if (line.indexOf(':') < 0 && !line.isBlank()) {
        problems.accept(
            new Problem(
                Severity.WARNING,
                list.name(),
                number,
                "expected key: or key:value; ignored: " + RuleProblems.quote(line)));
      }
    }
  }

  private void checkEntry(RuleEntry entry) {
    RuleDefinition rule = entry.definition();
    Optional<String> decoder = rule.decoder();
    if (decoder.isPresent() && decoders.of(decoder.get()).isEmpty()) {
      report(
          entry,
          Severity.ERROR,
          "<decoded_as> names decoder "
              + RuleProblems.quote(decoder.get())
              + ", which is not loaded; Wazuh does not start with it");
      return;
    }
    reach
        .unreachable(entry)
        .or(() -> counts.countsNothing(entry))
        .or(() -> neverNew(entry))
        .ifPresent(why -> report(entry, Severity.WARNING, "never matches: " + why));
  }

  private Optional<String> neverNew(RuleEntry entry) {
    return entry.definition().conditions().contains(FirstTimeCondition.INSTANCE)
            && entry
                .definition()
                .decoder()
                .flatMap(decoders::of)
                .filter(facts -> !facts.firstTimeSeen())
                .isPresent()
        ? Optional.of("<if_fts> needs a decoder with <fts>, and its decoder has none")
        : Optional.empty();
  }

  private void checkFields(ConfigFile file) {
    try {
      for (XmlElement group : LenientXml.parseRuleset(file)) {
        group.children("rule").forEach(rule -> checkFields(file, rule));
      }
    } catch (XmlException unreadable) {
      return; // Loading has reported it.
    }
  }

  private void checkFields(ConfigFile file, XmlElement element) {
    RuleAttributes.parseNumber(element.attribute("id").orElse("")).stream()
        .mapToObj(rules::get)
        .filter(entry -> entry != null && entry.isDefinedAt(file.name(), element.line()))
        .forEach(
            entry ->
                new FieldLint(
                        entry,
                        decoders,
                        (child, text) ->
                            problems.accept(
                                new Problem(
                                    Severity.WARNING,
                                    file.name(),
                                    child.line(),
                                    "rule '" + entry.id() + "': " + text)))
                    .check(element));
  }

  private void report(RuleEntry entry, Severity severity, String text) {
    problems.accept(
        new Problem(severity, entry.file(), entry.line(), "rule '" + entry.id() + "': " + text));
  }
}
