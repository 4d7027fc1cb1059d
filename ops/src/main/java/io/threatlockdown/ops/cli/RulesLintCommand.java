package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what is wrong with a ruleset, a finding a line. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Check a ruleset and print each finding as file:line: severity: text.",
      "Exits with 0 if there is nothing or only warnings, 1 with errors (something is left out, or"
          + " Wazuh would not start), 78 if the ruleset cannot be loaded."
    })
final class RulesLintCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("file", "line", "severity", "text");

  private final Console console;

  @Mixin private final RulesetOptions ruleset = new RulesetOptions();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "The same as --ruleset DIR.")
  private List<Path> dirs = new ArrayList<>();

  RulesLintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    ruleset.lint(dirs, problems::add);
    problems.sort(Comparator.comparing(Problem::file).thenComparing(Problem::line));
    print(problems);
    long fatal = count(problems, Severity.FATAL);
    long errors = count(problems, Severity.ERROR);
    console
        .err()
        .println(fatal + errors + " errors, " + count(problems, Severity.WARNING) + " warnings");
    if (fatal > 0) {
      return ExitCode.BAD_CONFIGURATION.code();
    }
    return errors > 0 ? ExitCode.FAILED.code() : ExitCode.OK.code();
  }

  private void print(List<Problem> problems) {
    if (output.format() == OutputFormat.TABLE) {
      problems.forEach(each -> console.out().print(SafeText.of(each.toString()) + "\n"));
    } else {
      new Rows(COLUMNS, problems.stream().map(RulesLintCommand::row).toList())
          .print(output.format(), console.out());
    }
  }

  private static List<String> row(Problem problem) {
    return List.of(
        problem.file(),
        String.valueOf(problem.line()),
        problem.severity().name().toLowerCase(Locale.ROOT),
        problem.text());
  }

  private static long count(List<Problem> problems, Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }
}
