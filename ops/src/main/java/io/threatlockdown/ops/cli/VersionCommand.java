package io.threatlockdown.ops.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints which ThreatLockDown this is, and which Java runs it. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print("tld " + version() + " (Java " + Runtime.version() + ")\n");
    return ExitCode.OK.code();
  }

  /** Returns the version of the jar; {@code development} when it does not run from the jar. */
  static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
