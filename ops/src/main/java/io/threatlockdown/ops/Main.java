package io.threatlockdown.ops;

import io.threatlockdown.ops.cli.Console;
import io.threatlockdown.ops.cli.TldCommand;
import io.threatlockdown.ops.config.LogSettings;

/** The {@code tld} command. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code ({@link io.threatlockdown.ops.cli.ExitCode}). */
  public static void main(String[] args) {
    LogSettings.adoptJavaLogging();
    System.exit(TldCommand.execute(Console.system(), args));
  }
}
