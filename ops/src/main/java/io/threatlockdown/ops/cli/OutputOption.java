package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code -o} of commands that print data. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "How data is printed: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TABLE;

  /** Returns the format asked for. */
  OutputFormat format() {
    return format;
  }

  /** Prints JSON objects as the service sent them: an array, one object a line. */
  static void printObjects(List<JsonNode> objects, PrintWriter out) {
    out.print("[");
    String before = "\n  ";
    for (JsonNode object : objects) {
      out.print(before + object);
      before = ",\n  ";
    }
    out.print(objects.isEmpty() ? "]\n" : "\n]\n");
  }
}
