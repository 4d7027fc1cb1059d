package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.SourceAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is done about an address, why, until when, by which lines, and how to undo it. */
@Command(
    name = "explain",
    description =
        "Say what is done about an address, why, until when, by which lines; and how to undo it.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final String BLOCKS_MAX = "20";

  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ADDRESS", description = "An IP address.")
  private String text = "";

  ExplainCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    SourceAddress address =
        SourceAddress.parse(text)
            .orElseThrow(() -> new CommandException(ExitCode.USAGE, "not an address: " + text));
    ServiceClient client = service.client(environment);
    List<JsonNode> blocks =
        BlocksListCommand.blocks(
                client, Map.of("source", address.toString(), "ended", "true", "limit", BLOCKS_MAX))
            .stream()
            .map(block -> BlocksShowCommand.find(client, block.path("id").asText()))
            .toList();
    if (blocks.isEmpty()) {
      throw new CommandException(
          ExitCode.NOT_FOUND, address + " is not blocked, and no response to it is remembered");
    }
    print(address, blocks);
    return ExitCode.OK.code();
  }

  private void print(SourceAddress address, List<JsonNode> blocks) {
    switch (output.format()) {
      case JSON -> OutputOption.printObjects(blocks, console.out());
      case CSV -> BlockRows.of(blocks).print(OutputFormat.CSV, console.out());
      case TABLE -> console.out().print(Explanation.of(address, blocks, service.asGiven()));
    }
  }
}
