package io.threatlockdown.ops.cli;

import picocli.CommandLine.Command;

/** The parent of the commands about watched files. */
@Command(
    name = "files",
    description = "Look after watched files.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class FilesCommand {}
