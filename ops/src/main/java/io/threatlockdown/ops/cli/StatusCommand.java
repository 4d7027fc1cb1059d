package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints how the running service is doing. Exits with 1 when it is not ready. */
@Command(
    name = "status",
    description = "Show how the running service is doing.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();

  StatusCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    JsonNode health = service.client(environment).health();
    if (output.format() == OutputFormat.JSON) {
      console.out().print(health + "\n");
    } else {
      rows(health).print(output.format(), console.out());
    }
    boolean ready = health.path("status").asText().equals("ready");
    return (ready ? ExitCode.OK : ExitCode.FAILED).code();
  }

  private static Rows rows(JsonNode health) {
    String mode = health.path("mode").asText();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "service",
            health.path("status").asText(),
            mode.equals("observe") ? "observes only: nothing is blocked" : "blocks offenders"));
    for (JsonNode part : health.path("parts")) {
      rows.add(
          List.of(
              part.path("name").asText(),
              part.path("status").asText(),
              part.path("detail").asText()));
    }
    return new Rows(List.of("part", "status", "detail"), rows);
  }
}
