package io.threatlockdown.ops.config;

import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command line says; it wins over files. Empty, and false, is "not given".
 *
 * @param conf the threatlockdown.conf to read
 * @param ruleset the directories and the flavour; without directories, see the files
 * @param programs the directory of response programs
 * @param stdin whether to read log lines from standard input instead of the localfiles
 * @param confirm how long operators have to confirm a new configuration; empty: it needs none
 */
public record Flags(
    Optional<Path> conf,
    Optional<Path> ossecConf,
    RulesetChoice ruleset,
    Optional<Path> data,
    Optional<Path> programs,
    Optional<String> listen,
    boolean observe,
    boolean releaseOnStop,
    boolean stdin,
    Optional<Duration> confirm) {
  /** Nothing was given. */
  public static final Flags NONE =
      new Flags(
          Optional.empty(),
          Optional.empty(),
          RulesetChoice.SHIPPED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false,
          Optional.empty());

  /** Returns flags that only say where the journal is. */
  public static Flags journal(Optional<Path> conf, Optional<Path> data) {
    return new Flags(
        conf,
        NONE.ossecConf,
        NONE.ruleset,
        data,
        NONE.programs,
        NONE.listen,
        false,
        false,
        false,
        Optional.empty());
  }

  /** Returns the same flags with a time within which the start is to be confirmed. */
  public Flags confirmedWithin(Optional<Duration> time) {
    return new Flags(
        conf, ossecConf, ruleset, data, programs, listen, observe, releaseOnStop, stdin, time);
  }
}
