package io.threatlockdown.ops.cli;

import picocli.CommandLine.Command;

/** Groups the commands about blocks; does nothing itself. */
@Command(
    name = "blocks",
    description = "List, show and release blocks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BlocksCommand {}
