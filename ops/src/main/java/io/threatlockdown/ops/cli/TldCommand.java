package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.SafeText;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root of the command line. It does nothing itself; {@link #commandLine} knows every
 * subcommand.
 */
@Command(
    name = "tld",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Active response: from log line to firewall drop, journaled.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:bad command line",
      "3:not found",
      "4:refused by the allowlist or the guard",
      "78:bad configuration"
    },
    versionProvider = TldCommand.Version.class)
public final class TldCommand {
  private TldCommand() {}

  /** What {@code tld --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tld " + VersionCommand.version()};
    }
  }

  /** Runs a command line on the console and returns the exit code. */
  public static int execute(Console console, String... args) {
    int code = commandLine(console).execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /** Returns the root with all its subcommands, in the order that help shows them. */
  static CommandLine commandLine(Console console) {
    CommandLine root = new CommandLine(new TldCommand()).addSubcommand(new RunCommand());
    ClientCommands.addTo(root, console, System.getenv());
    return root.addSubcommand(new LogtestCommand(console, Clock.systemUTC()))
        .addSubcommand(
            new CommandLine(new RulesCommand())
                .addSubcommand(new RulesTestCommand(console, Clock.systemUTC()))
                .addSubcommand(new RulesLintCommand(console)))
        .addSubcommand(new ConfigCommand(console))
        .addSubcommand(new JournalCommand(console))
        .addSubcommand(new DemoCommand(console))
        .addSubcommand(new VersionCommand(console))
        .setOut(console.out())
        .setErr(console.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(console, failure, command));
  }

  private static int report(Console console, Exception failure, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    if (failure instanceof CommandException refused) {
      console.err().println(name + ": " + SafeText.of(refused.getMessage()));
      return refused.exitCode().code();
    }
    console.err().println(name + ": this is a bug, please report it:");
    failure.printStackTrace(console.err());
    return ExitCode.FAILED.code();
  }
}
