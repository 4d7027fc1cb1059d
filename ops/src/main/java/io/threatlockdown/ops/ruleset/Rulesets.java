package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.AddressLocator;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.rule.RuleLint;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.geoip.GeoDatabase;
import io.threatlockdown.ops.geoip.GeoDatabaseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Loads rulesets. */
public final class Rulesets {
  private Rulesets() {}

  /** Loads the ruleset of some directories, whose flavour is seen by their layout. */
  public static LoadedRuleset load(List<Path> dirs, Consumer<Problem> problems) {
    return load(RulesetChoice.of(dirs), problems);
  }

  /**
   * Loads a ruleset. Files of several directories are merged, in Wazuh's order by base name across
   * all of them, or in that of OSSEC's shipped includes. A directory holds {@code decoders/},
   * {@code rules/}, {@code lists/} (Wazuh) or {@code decoder.xml}, {@code rules/} (OSSEC). Nothing
   * is thrown: a directory or file that cannot be read is a fatal problem, a wrong decoder or rule
   * is left out and is an error.
   *
   * <p>Whatever is loaded, the source address of a line of sshd or PAM is one that the shipped
   * decoders find too: those of Wazuh and OSSEC take it from a hostile user name.
   *
   * <p>To a ruleset of Wazuh's flavour that knows active-responses.log come the shipped decoders
   * and rules of outcomes, which fit no lines but those of this service.
   *
   * <p>A GeoIP database that cannot be read is an error; the ruleset then runs without.
   *
   * @param problems is told of each problem, in the calling thread
   */
  public static LoadedRuleset load(RulesetChoice choice, Consumer<Problem> problems) {
    return load(choice, files(choice, problems), problems);
  }

  /**
   * Loads a ruleset as the runner of Wazuh's test suites prepares it (spec ruleset §7.3): with more
   * files, and with Windows events as plain JSON logs, for so its suites have them.
   *
   * @param overlays directories of {@code *decoder*.xml} and {@code *rule*.xml}; their files take
   *     their places among the others by base name
   */
  public static LoadedRuleset loadForSuites(
      RulesetChoice choice, List<Path> overlays, Consumer<Problem> problems) {
    RulesetFiles files =
        SuiteOverlay.add(choice.flavourInForce(), overlays, files(choice, problems), problems);
    return load(choice, files, problems);
  }

  /**
   * Tells what is wrong with a ruleset: all that loading it would, and more (see {@link RuleLint}).
   */
  public static void lint(RulesetChoice choice, Consumer<Problem> problems) {
    RulesetFlavour flavour = choice.flavourInForce();
    RulesetFiles files = files(choice, problems);
    Decoders decoders = decoders(choice, files, new LiteralIndex(), problems);
    RuleLint.check(flavour, files.rules(), files.lists(), decoders.facts(), problems);
  }

  private static RulesetFiles files(RulesetChoice choice, Consumer<Problem> problems) {
    RulesetFlavour flavour = choice.flavourInForce();
    if (!choice.dirs().isEmpty()) {
      RulesetFiles files = RulesetDirectories.read(choice.dirs(), flavour, problems);
      return flavour == RulesetFlavour.WAZUH ? ShippedRuleset.withOutcomes(files) : files;
    }
    if (choice.ossec().isPresent()) {
      return OssecFiles.read(choice.ossec().get(), problems);
    }
    if (flavour != RulesetFlavour.WAZUH) {
      problems.accept(
          new Problem(
              Problem.Severity.FATAL,
              "shipped ruleset",
              0,
              "flavour is '"
                  + flavour.tag()
                  + "'; allowed: wazuh, for so the shipped ruleset is written; name another by"
                  + " --ruleset"));
      return new RulesetFiles(List.of(), List.of(), List.of());
    }
    return ShippedRuleset.files();
  }

  private static LoadedRuleset load(
      RulesetChoice choice, RulesetFiles files, Consumer<Problem> problems) {
    RulesetFlavour flavour = choice.flavourInForce();
    LiteralIndex literals = new LiteralIndex();
    Decoders decoders = decoders(choice, files, literals, problems);
    return new LoadedRuleset(
        flavour,
        choice.isShipped() ? decoders : decoders.judgedBy(ShippedRuleset.judge(literals)),
        RuleSet.read(flavour, files.rules(), files.lists(), literals, problems),
        ShippedRuleset.mitre());
  }

  private static Decoders decoders(
      RulesetChoice choice, RulesetFiles files, LiteralIndex literals, Consumer<Problem> problems) {
    Decoders decoders =
        Decoders.read(choice.flavourInForce(), files.decoders(), literals, problems);
    return choice
        .geoip()
        .flatMap(file -> database(file, problems))
        .map(decoders::locatedBy)
        .orElse(decoders);
  }

  private static Optional<AddressLocator> database(Path file, Consumer<Problem> problems) {
    try {
      return Optional.of(GeoDatabase.open(file));
    } catch (GeoDatabaseException unreadable) {
      problems.accept(
          new Problem(
              Problem.Severity.ERROR,
              file.toString(),
              0,
              unreadable.getMessage() + "; addresses have no places"));
      return Optional.empty();
    }
  }
}
