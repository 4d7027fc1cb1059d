package io.threatlockdown.ops.cli;

import picocli.CommandLine.Command;

/** Groups the commands about rulesets; does nothing itself. */
@Command(
    name = "rules",
    description = "Test and check rulesets.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RulesCommand {}
