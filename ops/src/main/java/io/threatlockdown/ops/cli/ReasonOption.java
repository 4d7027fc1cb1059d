package io.threatlockdown.ops.cli;

import picocli.CommandLine.Option;

/** Why an operator changes something by hand. */
final class ReasonOption {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the record.")
  private String text = "";

  String text() {
    return text;
  }
}
