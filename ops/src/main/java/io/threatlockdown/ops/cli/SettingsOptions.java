package io.threatlockdown.ops.cli;

import io.threatlockdown.ops.config.Flags;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how the service is configured; mixed into the commands that need it. */
public final class SettingsOptions {
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--ossec-conf",
      paramLabel = "FILE",
      description =
          "Which alerts get which response (default: /var/ossec/etc/ossec.conf if it is there, else"
              + " sources of rule 5710 are dropped for 100 s).")
  private Optional<Path> ossecConf = Optional.empty();

  @Mixin private RulesetOptions ruleset = new RulesetOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the HTTP API listens (default: 127.0.0.1:8514).")
  private Optional<String> listen = Optional.empty();

  @Option(names = "--observe", description = "Journal and report blocks, but drop nothing.")
  private boolean observe = false;

  @Option(
      names = "--release-on-stop",
      description = "Lift all blocks when the service stops, as Wazuh does.")
  private boolean releaseOnStop = false;

  @Option(
      names = "--programs",
      paramLabel = "DIR",
      description =
          "Directory of response programs (default: /var/ossec/active-response/bin if it is there,"
              + " else active-response/bin in the data directory).")
  private Optional<Path> programs = Optional.empty();

  @Option(
      names = "--stdin",
      description = "Read log lines from standard input instead of the configured files.")
  private boolean stdin = false;

  /** Returns what was given. */
  public Flags flags() {
    return new Flags(
        place.conf(),
        ossecConf,
        ruleset.choice(),
        place.data(),
        programs,
        listen,
        observe,
        releaseOnStop,
        stdin,
        Optional.empty());
  }
}
