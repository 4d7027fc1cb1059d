package io.threatlockdown.ops.cli;

import java.util.Map;
import picocli.CommandLine;

/** The commands that talk to the running service. */
final class ClientCommands {
  private ClientCommands() {}

  /**
   * Adds the commands to the root.
   *
   * @param environment where {@code TLD_URL} and {@code TLD_TOKEN} are looked up
   */
  static void addTo(CommandLine root, Console console, Map<String, String> environment) {
    root.addSubcommand(new StatusCommand(console, environment))
        .addSubcommand(
            new CommandLine(new BlocksCommand())
                .addSubcommand(new BlocksListCommand(console, environment))
                .addSubcommand(new BlocksShowCommand(console, environment))
                .addSubcommand(new BlocksReleaseCommand(console, environment)))
        .addSubcommand(
            new CommandLine(new FilesCommand())
                .addSubcommand(new FilesAcceptCommand(console, environment)))
        .addSubcommand(new ExplainCommand(console, environment))
        .addSubcommand(new ConfirmCommand(console, environment));
  }
}
