package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say which ruleset is loaded and how; mixed into the commands that load one. */
final class RulesetOptions {
  @Option(
      names = "--ruleset",
      paramLabel = "DIR",
      description = "A ruleset directory; may be repeated (default: the shipped ruleset).")
  private List<Path> dirs = new ArrayList<>();

  @Option(
      names = "--flavour",
      paramLabel = "wazuh|ossec",
      description =
          "Whose ruleset it is, which decides what it means (default: ossec if a directory holds"
              + " decoder.xml or local_decoder.xml, else wazuh).")
  private Optional<RulesetFlavour> flavour = Optional.empty();

  @Option(
      names = "--geoip",
      paramLabel = "FILE",
      description =
          "A GeoIP database (.mmdb) for rules that ask where an address is (default: <geoipdb> of"
              + " ossec.conf, where one is read).")
  private Optional<Path> geoip = Optional.empty();

  /**
   * Loads the ruleset and prints each problem.
   *
   * @throws CommandException if it cannot be loaded
   */
  LoadedRuleset load(PrintWriter err) {
    return load(problems -> Rulesets.load(choice(), problems), err);
  }

  /**
   * Loads the ruleset as test suites want it, with the files of these overlays, and prints each
   * problem.
   *
   * @throws CommandException if it cannot be loaded
   */
  LoadedRuleset loadForSuites(List<Path> overlays, PrintWriter err) {
    return load(problems -> Rulesets.loadForSuites(choice(), overlays, problems), err);
  }

  /**
   * Tells what is wrong with the ruleset.
   *
   * @param more directories besides those of the option
   */
  void lint(List<Path> more, Consumer<Problem> problems) {
    List<Path> all = Stream.concat(dirs.stream(), more.stream()).toList();
    Rulesets.lint(new RulesetChoice(all, Optional.empty(), flavour, geoip), problems);
  }

  private LoadedRuleset load(Function<Consumer<Problem>, LoadedRuleset> loading, PrintWriter err) {
    List<Problem> problems = new ArrayList<>();
    LoadedRuleset ruleset = loading.apply(problems::add);
    problems.forEach(problem -> err.println(SafeText.of(problem.toString())));
    if (problems.stream().anyMatch(each -> each.severity() == Problem.Severity.FATAL)) {
      throw new CommandException(ExitCode.BAD_CONFIGURATION, "the ruleset cannot be loaded");
    }
    return ruleset;
  }

  /** Returns what was asked for. */
  RulesetChoice choice() {
    return new RulesetChoice(dirs, Optional.empty(), flavour, geoip);
  }

  /** Returns how the ruleset is loaded. */
  RulesetFlavour flavour() {
    return choice().flavourInForce();
  }
}
