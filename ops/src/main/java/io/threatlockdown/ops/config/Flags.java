package io.threatlockdown.ops.config;

import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says; it wins over files. Empty, and false, is "not given".
 *
 * @param conf the threatlockdown.conf to read
 * @param ruleset the directories and the flavour; without directories, see the files
 * @param stdin whether to read log lines from standard input instead of the localfiles
 */
public record Flags(
    Optional<Path> conf,
    Optional<Path> ossecConf,
    RulesetChoice ruleset,
    Optional<Path> data,
    Optional<String> listen,
    boolean observe,
    boolean releaseOnStop,
    boolean stdin) {
  /** Nothing was given. */
  public static final Flags NONE =
      new Flags(
          Optional.empty(),
          Optional.empty(),
          RulesetChoice.SHIPPED,
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false);
}
