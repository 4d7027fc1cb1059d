package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the ruleset again while the service runs and puts it in force, unless it has a mistake that
 * the one in force does not have: then nothing changes, and log and health name file and line.
 * Tells all warnings and errors in the log. Safe for any thread.
 */
final class RulesetReload {
  /** The name of the part that tells in the health which ruleset is in force. */
  static final String PART = "ruleset";

  private static final Logger LOG = LoggerFactory.getLogger(RulesetReload.class);
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(30);

  /** A mistake, wherever in its file it stands: lines move when a file is edited. */
  private record Mistake(String file, String text) {
    static Set<Mistake> among(List<Problem> problems) {
      Set<Mistake> mistakes = new HashSet<>();
      for (Problem problem : problems) {
        if (isMistake(problem)) {
          mistakes.add(new Mistake(problem.file(), problem.text()));
        }
      }
      return mistakes;
    }

    static boolean isMistake(Problem problem) {
      return problem.severity() != Problem.Severity.WARNING;
    }
  }

  private final Function<Consumer<Problem>, LoadedRuleset> loader;
  private final ActorRef<Ingest.Command> intake;
  private final ActorSystem<?> system;
  private final Health health;
  private final Consumer<Runnable> reloaded;
  private Set<Mistake> known;
  private volatile LoadedRuleset inForce;

  /**
   * Reports the ruleset in force to the health.
   *
   * @param loader reads the files; told of each problem, it throws nothing
   * @param inForce what the service started with
   * @param problems what was wrong with it; a reload may have these again
   * @param reloaded is told of each reload, how to take it back
   */
  RulesetReload(
      Function<Consumer<Problem>, LoadedRuleset> loader,
      LoadedRuleset inForce,
      List<Problem> problems,
      ActorRef<Ingest.Command> intake,
      ActorSystem<?> system,
      Health health,
      Consumer<Runnable> reloaded) {
    this.loader = loader;
    this.intake = intake;
    this.system = system;
    this.health = health;
    this.reloaded = reloaded;
    this.known = Mistake.among(problems);
    this.inForce = inForce;
    report(Health.Status.UP, inForce.rules().size() + " rules");
  }

  /** Loads it and tells in the health whether it is in force. */
  synchronized void run() {
    List<Problem> problems = new ArrayList<>();
    LoadedRuleset loaded = loader.apply(problems::add);
    problems.forEach(problem -> Foreground.log(LOG, problem));
    List<Problem> mistakes =
        problems.stream()
            .filter(Mistake::isMistake)
            .filter(problem -> !known.contains(new Mistake(problem.file(), problem.text())))
            .toList();
    if (!mistakes.isEmpty()) {
      refuse(
          mistakes.get(0)
              + (mistakes.size() > 1 ? ", and " + (mistakes.size() - 1) + " more" : ""));
      return;
    }
    try {
      takeOver(loaded);
    } catch (CompletionException unanswered) {
      refuse("the intake did not answer: " + unanswered.getCause());
      return;
    }
    LoadedRuleset former = inForce;
    known = Mistake.among(problems);
    inForce = loaded;
    reloaded.accept(() -> takeBack(former));
    LOG.info("Ruleset reloaded: {} rules", loaded.rules().size());
    report(Health.Status.UP, loaded.rules().size() + " rules, reloaded");
  }

  private synchronized void takeBack(LoadedRuleset former) {
    try {
      takeOver(former);
    } catch (CompletionException unanswered) {
      LOG.error("The former ruleset could not be put in force", unanswered.getCause());
      return;
    }
    inForce = former;
    report(Health.Status.DEGRADED, "the former one is in force, the new one was not confirmed");
  }

  /** Returns the ruleset in force. */
  LoadedRuleset inForce() {
    return inForce;
  }

  private void takeOver(LoadedRuleset loaded) {
    var unused =
        AskPattern.ask(
                intake,
                (ActorRef<Done> replyTo) ->
                    new Ingest.UseRuleset(loaded.decoders(), loaded.rules(), replyTo),
                TAKEN_OVER_WITHIN,
                system.scheduler())
            .toCompletableFuture()
            .join();
  }

  private void refuse(String reason) {
    LOG.error("Ruleset not reloaded, the old one stays in force: {}", reason);
    report(Health.Status.DEGRADED, "not reloaded, the old one is in force: " + reason);
  }

  private void report(Health.Status status, String detail) {
    health.report(PART, status, detail);
  }
}
