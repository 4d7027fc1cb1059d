package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.VerdictJson;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private final Console console;
  private final Clock clock;

  @Mixin private RulesetOptions options = new RulesetOptions();

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
    run(options.load(console.err()));
    return ExitCode.OK.code();
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
      Event event = ruleset.decoders().decode(LogLine.handedIn(line.get(), location, host, now));
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
