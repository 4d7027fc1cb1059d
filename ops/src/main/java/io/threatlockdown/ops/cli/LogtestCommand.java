package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.VerdictJson;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs lines from standard input through a ruleset and prints what it makes of each, one JSON
 * object a line. A blank line starts a new session: rules that count forget what they saw. Nothing
 * is blocked.
 */
@Command(
    name = "logtest",
    mixinStandardHelpOptions = true,
    description = {
      "Show which decoder and rule match each line of standard input.",
      "A blank line starts a new session."
    })
final class LogtestCommand implements Callable<Integer> {
  /** Whose semantics the ruleset was written for. */
  enum Flavour {
    WAZUH,
    OSSEC
  }

  private final Console console;
  private final Clock clock;

  @Option(
      names = "--ruleset",
      paramLabel = "DIR",
      description = "A ruleset, may be repeated. Default: the one shipped.")
  private List<Path> dirs = new ArrayList<>();

  @Option(
      names = "--flavour",
      paramLabel = "wazuh|ossec",
      defaultValue = "wazuh",
      description = "How the ruleset is meant. Default: ${DEFAULT-VALUE}.")
  private Flavour flavour = Flavour.WAZUH;

  @Option(
      names = "--location",
      paramLabel = "L",
      defaultValue = "stdin",
      description = "Where the lines are said to be from. Default: ${DEFAULT-VALUE}.")
  private String location = "stdin";

  @Option(
      names = "-o",
      paramLabel = "json",
      defaultValue = "json",
      description = "The form of the output; json is the only one.")
  private OutputFormat format = OutputFormat.JSON;

  LogtestCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (format != OutputFormat.JSON) {
      throw new CommandException(ExitCode.USAGE, "-o must be json");
    }
    if (flavour != Flavour.WAZUH) {
      throw new CommandException(
          ExitCode.USAGE, "--flavour must be wazuh: rules are run as Wazuh runs them");
    }
    run(load());
    return ExitCode.OK.code();
  }

  private LoadedRuleset load() {
    List<Problem> problems = new ArrayList<>();
    LoadedRuleset ruleset = Rulesets.load(dirs, problems::add);
    problems.forEach(problem -> console.err().println(SafeText.of(problem.toString())));
    if (problems.stream().anyMatch(each -> each.severity() == Problem.Severity.FATAL)) {
      throw new CommandException(ExitCode.BAD_CONFIGURATION, "the ruleset cannot be loaded");
    }
    return ruleset;
  }

  private void run(LoadedRuleset ruleset) {
    VerdictJson json = new VerdictJson(ruleset.mitre());
    AtomicLong alerts = new AtomicLong();
    ReportingHost host = ReportingHost.local(hostname());
    Correlation memory = ruleset.rules().correlation(alerts::incrementAndGet);
    LineInput input = new LineInput(console.in(), console.out()::flush);
    for (Optional<String> line = next(input); line.isPresent(); line = next(input)) {
      if (line.get().isBlank()) {
        memory = ruleset.rules().correlation(alerts::incrementAndGet);
        continue;
      }
      Instant now = clock.instant();
      Event event = ruleset.decoders().decode(LogLine.log(line.get(), location, host, now));
      console.out().print(json.of(event, ruleset.rules().evaluate(event, now, memory)));
      console.out().print('\n');
    }
    if (input.cutLines() > 0) {
      console
          .err()
          .println(input.cutLines() + " lines were cut to " + LogLine.BYTES_MAX + " bytes");
    }
  }

  private static Optional<String> next(LineInput input) {
    try {
      return input.next();
    } catch (IOException broken) {
      throw new CommandException(
          ExitCode.FAILED, "cannot read standard input: " + broken.getMessage());
    }
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
