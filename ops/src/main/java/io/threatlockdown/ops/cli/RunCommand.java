package io.threatlockdown.ops.cli;

import io.threatlockdown.ops.wiring.Foreground;
import io.threatlockdown.ops.wiring.Wrapping;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tld run}: the service, until SIGTERM or SIGINT. Blocks stay in force when it stops. */
@Command(name = "run", description = "Run the service until it is told to stop.")
final class RunCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--confirm",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Fall back to observing, or to the ruleset before, unless somebody runs tld confirm within"
              + " this time, such as 5m. A configuration needs it once.")
  private Optional<Duration> confirm = Optional.empty();

  @Override
  public Integer call() {
    return switch (Foreground.run(options.flags().confirmedWithin(confirm), Wrapping.NONE)) {
      case STOPPED -> ExitCode.OK.code();
      case BAD_CONFIGURATION -> ExitCode.BAD_CONFIGURATION.code();
      case FAILED -> ExitCode.FAILED.code();
    };
  }
}
