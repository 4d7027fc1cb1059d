package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.wiring.Configuration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at the configuration without starting anything. */
@Command(
    name = "config",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the configuration.")
final class ConfigCommand {
  private final Console console;

  ConfigCommand(Console console) {
    this.console = console;
  }

  /**
   * Prints each problem as {@code file:line: severity: text} and what would be in force. Exits with
   * 78 if the service would not start, 1 if something would be left out.
   */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Check settings, ossec.conf and ruleset, and print every problem.",
        "Exits with 0 if all of it is in force, 1 if something is left out, 78 if the service"
            + " would not start."
      })
  int check(@Mixin SettingsOptions options) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    Consumer<Problem> print =
        problem -> {
          counts.merge(problem.severity(), 1, Integer::sum);
          console.out().print(SafeText.of(problem.toString()) + "\n");
        };
    Configuration configuration = Configuration.load(options.flags());
    RuleSet rules = configuration.ruleset().rules();
    configuration.problems().forEach(print);
    missingRules(configuration.settings(), rules).forEach(print);
    summary(configuration, rules).forEach(line -> console.out().print(SafeText.of(line) + "\n"));
    int fatal = counts.getOrDefault(Severity.FATAL, 0);
    int errors = counts.getOrDefault(Severity.ERROR, 0);
    console
        .out()
        .print(
            fatal
                + " fatal, "
                + errors
                + " errors, "
                + counts.getOrDefault(Severity.WARNING, 0)
                + " warnings\n");
    if (fatal > 0) {
      return ExitCode.BAD_CONFIGURATION.code();
    }
    return errors > 0 ? ExitCode.FAILED.code() : ExitCode.OK.code();
  }

  private static List<Problem> missingRules(Settings settings, RuleSet rules) {
    List<Problem> problems = new ArrayList<>();
    for (ActiveResponse response : settings.ossec().responses()) {
      for (int id : response.ruleIds()) {
        if (rules.rule(id).isEmpty()) {
          problems.add(
              new Problem(
                  Severity.WARNING,
                  settings.ossecConf(),
                  0,
                  response.name() + " names rule " + id + ", which the ruleset does not have"));
        }
      }
    }
    return problems;
  }

  private static List<String> summary(Configuration configuration, RuleSet rules) {
    Settings settings = configuration.settings();
    List<String> lines = new ArrayList<>();
    lines.add("data: " + settings.dataDir());
    lines.add("ossec.conf: " + settings.ossecConf());
    lines.add(
        "ruleset: "
            + settings.ruleset().where()
            + ", "
            + rules.size()
            + " rules, flavour "
            + configuration.ruleset().flavour().tag());
    settings.localFiles().forEach(file -> lines.add("reads: " + file.location()));
    for (ActiveResponse response : configuration.responses()) {
      lines.add(
          "response: "
              + response.ladder().map(ladder -> steps(response, ladder)).orElse(response.name())
              + ", location "
              + response.location());
    }
    return lines;
  }

  private static String steps(ActiveResponse response, Ladder ladder) {
    return "ladder "
        + ladder.name()
        + ": "
        + ladder.steps().stream()
            .map(step -> response.at(step).name())
            .collect(Collectors.joining(" -> "));
  }
}
