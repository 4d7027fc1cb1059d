package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.http.HttpSettings;
import io.threatlockdown.http.NotLoopbackException;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.config.Host;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All that a start needs to know, read and checked.
 *
 * @param flags what the command line said
 * @param responses the active responses of ossec.conf that this version carries out
 * @param input what is read
 * @param problems all that is wrong with it, in the order found
 */
public record Configuration(
    Flags flags,
    Settings settings,
    LoadedRuleset ruleset,
    List<ActiveResponse> responses,
    InputPlan input,
    String hostName,
    List<Problem> problems) {
  /** The programs that the service is itself: Wazuh's name and OSSEC's. */
  private static final Set<String> FIREWALL_DROP = Set.of("firewall-drop", "firewall-drop.sh");

  /** Reads everything that the flags name. Never throws: see {@link #mayStart}. */
  public static Configuration load(Flags flags) {
    List<Problem> problems = new ArrayList<>();
    Settings settings = Settings.read(flags, problems::add);
    LoadedRuleset ruleset = Rulesets.load(settings.ruleset(), problems::add);
    try {
      HttpSettings.requireLoopback(settings.listen().host());
    } catch (NotLoopbackException refused) {
      problems.add(
          new Problem(Problem.Severity.FATAL, "listen", 0, String.valueOf(refused.getMessage())));
    }
    return new Configuration(
        flags,
        settings,
        ruleset,
        carriedOut(settings, problems),
        InputPlan.of(settings, problems::add),
        ownName(),
        List.copyOf(problems));
  }

  /** Reads the ruleset again from the same directories. Never throws. */
  LoadedRuleset reloadRuleset(Consumer<Problem> problemsNow) {
    return Rulesets.load(settings.ruleset(), problemsNow);
  }

  /** Returns what tells whether this configuration is the one of an earlier start. */
  String fingerprint() {
    Flags same = flags.confirmedWithin(Optional.empty());
    return Fingerprint.of(
        List.of(flags.conf().orElse(Host.current().conf()), Path.of(settings.ossecConf())),
        settings.ruleset(),
        List.of(
            String.valueOf(Configuration.class.getPackage().getImplementationVersion()),
            same.toString()));
  }

  /** Whether nothing is wrong that forbids a start. */
  public boolean mayStart() {
    return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.FATAL);
  }

  private static List<ActiveResponse> carriedOut(Settings settings, List<Problem> problems) {
    List<ActiveResponse> carriedOut = new ArrayList<>();
    for (ActiveResponse response : settings.ossec().responses()) {
      CommandDefinition command = response.command();
      if (FIREWALL_DROP.contains(command.executable())) {
        carriedOut.add(response);
      } else {
        problems.add(
            new Problem(
                Problem.Severity.WARNING,
                settings.ossecConf(),
                0,
                "the active response "
                    + response.name()
                    + " is not carried out: of executables this version has firewall-drop only, "
                    + "found "
                    + command.executable()));
      }
    }
    return List.copyOf(carriedOut);
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unknown) {
      return "localhost";
    }
  }
}
