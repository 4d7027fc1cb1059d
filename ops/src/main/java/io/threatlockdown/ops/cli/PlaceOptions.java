package io.threatlockdown.ops.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where the service's settings and its data are. */
final class PlaceOptions {
  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Settings (default: /etc/threatlockdown/threatlockdown.conf if it is there).")
  private Optional<Path> conf = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Journal, token and output files (default: what the settings say, else"
              + " /var/lib/threatlockdown as root, else ~/.local/share/threatlockdown).")
  private Optional<Path> data = Optional.empty();

  Optional<Path> conf() {
    return conf;
  }

  Optional<Path> data() {
    return data;
  }
}
