package io.threatlockdown.ops.cli;

import io.threatlockdown.ops.wiring.Foreground;
import io.threatlockdown.ops.wiring.Wrapping;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tld run}: the service, until SIGTERM or SIGINT. Blocks stay in force when it stops. */
@Command(name = "run", description = "Run the service until it is told to stop.")
final class RunCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() {
    return switch (Foreground.run(options.flags(), Wrapping.NONE)) {
      case STOPPED -> ExitCode.OK.code();
      case BAD_CONFIGURATION -> ExitCode.BAD_CONFIGURATION.code();
      case FAILED -> ExitCode.FAILED.code();
    };
  }
}
