package io.threatlockdown.ops.cli;

import io.threatlockdown.ops.demo.Demo;
import io.threatlockdown.ops.demo.DemoException;
import io.threatlockdown.ops.demo.Testbed;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the story of one block in a small world of its own. */
@Command(
    name = "demo",
    description = {
      "Show one block from log line to release, in network namespaces of its own.",
      "Needs root, sshd, ssh, ip and nft. Nothing outside the namespaces is touched."
    })
final class DemoCommand implements Callable<Integer> {
  private static final long TIMEOUT_MIN = 10;
  private static final long TIMEOUT_MAX = 3_600;

  private final Console console;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long the block lasts: 10 to 3600. Default: ${DEFAULT-VALUE}.")
  private long timeoutSeconds;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (timeoutSeconds < TIMEOUT_MIN || timeoutSeconds > TIMEOUT_MAX) {
      throw new CommandException(
          ExitCode.USAGE,
          "--timeout must be " + TIMEOUT_MIN + " to " + TIMEOUT_MAX + ": was " + timeoutSeconds);
    }
    try {
      Demo.run(console.out(), Duration.ofSeconds(timeoutSeconds), Testbed.ATTACKER_IPV4);
      return ExitCode.OK.code();
    } catch (DemoException failed) {
      throw new CommandException(ExitCode.FAILED, failed.message());
    }
  }
}
