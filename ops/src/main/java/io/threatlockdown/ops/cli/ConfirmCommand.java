package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.SafeText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets stay what {@code tld run --confirm} would take back. */
@Command(
    name = "confirm",
    description = "Let a new configuration stay, after tld run --confirm.",
    mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();

  ConfirmCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    JsonNode answer =
        service
            .client(environment)
            .post("/v1/confirm", Map.of())
            .orElseThrow(
                () -> new CommandException(ExitCode.NOT_FOUND, "nothing waits to be confirmed"));
    if (output.format() == OutputFormat.JSON) {
      console.out().print(answer + "\n");
    } else {
      console.out().print("confirmed: " + SafeText.of(answer.path("confirmed").asText()) + "\n");
    }
    return ExitCode.OK.code();
  }
}
