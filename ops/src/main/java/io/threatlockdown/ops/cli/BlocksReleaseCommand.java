package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.BlockId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Releases a block, or all that an address is in. */
@Command(
    name = "release",
    description = "Release a block, or all blocks an address is in.",
    mixinStandardHelpOptions = true)
final class BlocksReleaseCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final ReasonOption reason = new ReasonOption();

  @Parameters(
      paramLabel = "ID|ADDRESS",
      description = "The block's id, such as b2-1k, or an address that is blocked.")
  private String target = "";

  BlocksReleaseCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ServiceClient client = service.client(environment);
    List<JsonNode> released = new ArrayList<>();
    for (String id : ids(client)) {
      // One that ended meanwhile needs no release.
      Optional<JsonNode> block = client.delete("/v1/blocks/" + id, Map.of("reason", reason.text()));
      block.ifPresent(released::add);
    }
    if (released.isEmpty()) {
      throw new CommandException(ExitCode.NOT_FOUND, "no block in force for " + target);
    }
    if (output.format() == OutputFormat.JSON) {
      OutputOption.printObjects(released, console.out());
    } else {
      BlockRows.of(released).print(output.format(), console.out());
    }
    return ExitCode.OK.code();
  }

  private List<String> ids(ServiceClient client) {
    Optional<BlockId> id = BlockId.parse(target);
    if (id.isPresent()) {
      return List.of(id.get().toString());
    }
    SourceAddress address =
        SourceAddress.parse(target)
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE, "neither a block's id nor an address: " + target));
    return BlocksListCommand.blocks(client, Map.of("source", address.toString())).stream()
        .map(block -> block.path("id").asText())
        .toList();
  }
}
