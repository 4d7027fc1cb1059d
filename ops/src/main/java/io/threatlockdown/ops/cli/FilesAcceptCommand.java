package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.SafeText;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a protected file stay as it is now: {@code restore-file} puts it back to that. */
@Command(
    name = "accept",
    description = "Let a protected file stay as it is now: restore-file puts it back to that.",
    mixinStandardHelpOptions = true)
final class FilesAcceptCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final ReasonOption reason = new ReasonOption();

  @Parameters(paramLabel = "FILE", description = "The file, on the service's host.")
  private Path file = Path.of("");

  FilesAcceptCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String path = file.toAbsolutePath().normalize().toString();
    JsonNode answer =
        service
            .client(environment)
            .post("/v1/files/accept", Map.of("path", path, "reason", reason.text()))
            .orElseThrow(
                () -> new CommandException(ExitCode.FAILED, "the service knows no /v1/files"));
    if (output.format() == OutputFormat.JSON) {
      console.out().print(answer + "\n");
    } else {
      console.out().print("accepted: " + SafeText.of(answer.path("accepted").asText()) + "\n");
    }
    return ExitCode.OK.code();
  }
}
