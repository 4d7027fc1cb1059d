package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.response.BlockId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints one block; as JSON with the alert that gave rise to it. */
@Command(
    name = "show",
    description = "Show one block; with -o json, its alert too.",
    mixinStandardHelpOptions = true)
final class BlocksShowCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "The block's id, such as b2-1k.")
  private String id = "";

  BlocksShowCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    JsonNode block = find(service.client(environment), id);
    if (output.format() == OutputFormat.JSON) {
      console.out().print(block + "\n");
    } else {
      BlockRows.fields(block).print(output.format(), console.out());
    }
    return ExitCode.OK.code();
  }

  /**
   * Returns the block with its alert.
   *
   * @throws CommandException if there is none of this id
   */
  static JsonNode find(ServiceClient client, String id) {
    return BlockId.parse(id)
        .flatMap(known -> client.find("/v1/blocks/" + known, Map.of()))
        .orElseThrow(() -> notFound(id));
  }

  /** Says that there is no such block. */
  static CommandException notFound(String id) {
    return new CommandException(ExitCode.NOT_FOUND, "no block " + id + ": see tld blocks list");
  }
}
