package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.http.HttpSettings;
import io.threatlockdown.http.NotLoopbackException;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.config.Host;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.program.Programs;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that a start needs to know, read and checked.
 *
 * @param flags what the command line said
 * @param responses the active responses of ossec.conf
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
        responses(settings, problems),
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

  /** Returns what is done about alerts. */
  ResponsePlan plan(Supplier<GuardSet> guard, BlockBudget budget) {
    return new ResponsePlan(
        responses,
        settings.ossec().policy(),
        settings.ossec().allowlist(),
        guard,
        budget,
        settings.scope(),
        settings.goodLogins());
  }

  /** Returns the responses, those that are only observed with nobody to carry them out. */
  private static List<ActiveResponse> responses(Settings settings, List<Problem> problems) {
    Set<String> unknown = new TreeSet<>(settings.responses().observed());
    List<ActiveResponse> responses = new ArrayList<>();
    for (ActiveResponse response : settings.ossec().responses()) {
      if (response.ladder().isPresent()) {
        responses.add(response.on(observed(response, response.ladder().get(), settings, unknown)));
        continue;
      }
      boolean observed = unknown.remove(response.name()) || isObserved(settings, response);
      responses.add(observed ? response.by(Action.Means.NOBODY) : response);
      if (!observed && isProgram(response)) {
        Programs.problem(settings.responses().programs(), response.command().executable())
            .ifPresent(
                why ->
                    problems.add(
                        new Problem(
                            Problem.Severity.WARNING,
                            settings.ossecConf(),
                            0,
                            "the active response " + response.name() + " would fail now: " + why)));
      }
    }
    if (!unknown.isEmpty()) {
      problems.add(
          new Problem(
              Problem.Severity.ERROR,
              "responses.observe",
              0,
              "names "
                  + unknown
                  + "; allowed: names of active responses, which are "
                  + responses.stream().map(ActiveResponse::name).distinct().toList()));
    }
    return List.copyOf(responses);
  }

  /** Returns the ladder, those of its steps that are only observed with nobody to take them. */
  private static Ladder observed(
      ActiveResponse bound, Ladder ladder, Settings settings, Set<String> unknown) {
    List<Ladder.Step> steps = new ArrayList<>();
    for (Ladder.Step step : ladder.steps()) {
      ActiveResponse response = bound.at(step);
      boolean observed = isObserved(settings, response);
      unknown.remove(response.name());
      steps.add(observed ? step.by(Action.Means.NOBODY) : step);
    }
    return new Ladder(ladder.name(), steps, ladder.climbAfter(), ladder.decay());
  }

  private static boolean isObserved(Settings settings, ActiveResponse response) {
    return settings.responses().observed().contains(response.name());
  }

  private static boolean isProgram(ActiveResponse response) {
    return response.command().means().filter(means -> means != Action.Means.BUILT_IN).isPresent();
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unknown) {
      return "localhost";
    }
  }
}
