package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.RulesetFlavour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which ruleset is to be loaded, and how.
 *
 * @param dirs its directories; they win over {@code ossec}
 * @param ossec the files that an ossec.conf of OSSEC names; without directories and files the
 *     shipped ruleset is meant
 * @param flavour whose ruleset it is said to be; empty to look at it
 * @param geoip a database of where addresses are; without one, conditions on that are false
 */
public record RulesetChoice(
    List<Path> dirs,
    Optional<OssecPaths> ossec,
    Optional<RulesetFlavour> flavour,
    Optional<Path> geoip) {
  /** The shipped ruleset. */
  public static final RulesetChoice SHIPPED = of(List.of());

  public RulesetChoice {
    dirs = List.copyOf(dirs);
  }

  /** Chooses a ruleset, without a database. */
  public RulesetChoice(
      List<Path> dirs, Optional<OssecPaths> ossec, Optional<RulesetFlavour> flavour) {
    this(dirs, ossec, flavour, Optional.empty());
  }

  /** Returns the same choice with this database. */
  public RulesetChoice locatedBy(Optional<Path> database) {
    return new RulesetChoice(dirs, ossec, flavour, database);
  }

  /** Returns the ruleset of some directories, whose flavour is seen by their layout. */
  public static RulesetChoice of(List<Path> dirs) {
    return new RulesetChoice(dirs, Optional.empty(), Optional.empty());
  }

  /** Whether nothing was chosen but the shipped ruleset. */
  public boolean isShipped() {
    return dirs.isEmpty() && ossec.isEmpty();
  }

  /** Returns how it is loaded: as asked for, else as OSSEC's if it is laid out like that. */
  public RulesetFlavour flavourInForce() {
    return flavour.orElseGet(
        () ->
            (dirs.isEmpty() ? ossec.isPresent() : dirs.stream().anyMatch(RulesetChoice::isOssecs))
                ? RulesetFlavour.OSSEC
                : RulesetFlavour.WAZUH);
  }

  /** Returns where it is from, for an operator. */
  public String where() {
    return dirs.isEmpty()
        ? ossec.map(paths -> "the <rules> of ossec.conf in " + paths.base()).orElse("shipped")
        : dirs.toString();
  }

  private static boolean isOssecs(Path dir) {
    return OssecPaths.DECODERS.stream().anyMatch(name -> Files.isRegularFile(dir.resolve(name)));
  }
}
