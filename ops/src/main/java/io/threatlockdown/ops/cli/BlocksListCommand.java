package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the blocks of the running service, the latest first. */
@Command(
    name = "list",
    description = "List blocks, the latest first.",
    mixinStandardHelpOptions = true)
final class BlocksListCommand implements Callable<Integer> {
  private static final int LIMIT_DEFAULT = 1_000;

  private final Console console;
  private final Map<String, String> environment;

  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = "--source",
      paramLabel = "ADDRESS",
      description = "Only blocks that overlap this address or prefix.")
  private @Nullable String source;

  @Option(names = "--ended", description = "Also blocks that ended a while ago.")
  private boolean ended;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, 1 to 1000. Default: ${DEFAULT-VALUE}")
  private int limit = LIMIT_DEFAULT;

  BlocksListCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Map<String, String> query = new HashMap<>();
    query.put("ended", Boolean.toString(ended));
    query.put("limit", Integer.toString(limit));
    if (source != null) {
      query.put("source", source);
    }
    List<JsonNode> blocks = blocks(service.client(environment), query);
    if (output.format() == OutputFormat.JSON) {
      OutputOption.printObjects(blocks, console.out());
    } else {
      BlockRows.of(blocks).print(output.format(), console.out());
    }
    if (blocks.size() == limit) {
      console.err().println("there may be more than these " + limit + ": see --limit, --source");
    }
    return ExitCode.OK.code();
  }

  /** Returns the blocks that the service lists for this query. */
  static List<JsonNode> blocks(ServiceClient client, Map<String, String> query) {
    JsonNode list = client.get("/v1/blocks", query).path("blocks");
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
