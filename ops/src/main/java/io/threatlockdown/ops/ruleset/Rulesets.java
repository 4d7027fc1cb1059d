package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.rule.RuleLint;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Loads rulesets. */
public final class Rulesets {
  private Rulesets() {}

  /**
   * Loads the ruleset of some directories, merged: Wazuh's order by base name across all of them. A
   * directory holds {@code decoders/}, {@code rules/}, {@code lists/} (Wazuh) or {@code
   * decoder.xml}, {@code rules/} (OSSEC). Nothing is thrown: a directory or file that cannot be
   * read is a fatal problem, a wrong decoder or rule is left out and is an error.
   *
   * <p>Whatever is loaded, the source address of a line of sshd or PAM is one that the shipped
   * decoders find too: those of Wazuh and OSSEC take it from a hostile user name.
   *
   * @param dirs none means the ruleset shipped in the jar
   * @param problems is told of each problem, in the calling thread
   */
  public static LoadedRuleset load(List<Path> dirs, Consumer<Problem> problems) {
    return load(dirs, files(dirs, problems), problems);
  }

  /**
   * Loads a ruleset as the runner of Wazuh's test suites prepares it (spec ruleset §7.3): with more
   * files, and with Windows events as plain JSON logs, for so its suites have them.
   *
   * @param overlays directories of {@code *decoder*.xml} and {@code *rule*.xml}; their files take
   *     their places among the others by base name
   */
  public static LoadedRuleset loadForSuites(
      List<Path> dirs, List<Path> overlays, Consumer<Problem> problems) {
    RulesetFiles files = SuiteOverlay.add(overlays, files(dirs, problems), problems);
    return load(dirs, files, problems);
  }

  /**
   * Tells what is wrong with the ruleset of some directories: all that loading it would, and more
   * (see {@link RuleLint}).
   *
   * @param dirs none means the ruleset shipped in the jar
   */
  public static void lint(List<Path> dirs, Consumer<Problem> problems) {
    RulesetFiles files = files(dirs, problems);
    Decoders decoders = Decoders.read(files.decoders(), problems);
    RuleLint.check(RulesetFlavour.WAZUH, files.rules(), files.lists(), decoders.facts(), problems);
  }

  private static RulesetFiles files(List<Path> dirs, Consumer<Problem> problems) {
    return dirs.isEmpty() ? ShippedRuleset.files() : RulesetDirectories.read(dirs, problems);
  }

  private static LoadedRuleset load(
      List<Path> dirs, RulesetFiles files, Consumer<Problem> problems) {
    Decoders decoders = Decoders.read(files.decoders(), problems);
    return new LoadedRuleset(
        dirs.isEmpty() ? decoders : decoders.judgedBy(ShippedRuleset.judge()),
        RuleSet.read(files.rules(), files.lists(), problems),
        ShippedRuleset.mitre());
  }
}
