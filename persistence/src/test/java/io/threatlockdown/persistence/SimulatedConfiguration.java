package io.threatlockdown.persistence;

import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Decay;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** How the service of a run is configured, as far as the seed chooses. */
final class SimulatedConfiguration {
  /** Snapshots after a few events, after dozens, and as they are outside: none in a run. */
  private static final long[] SNAPSHOT_WEIGHTS = {15, 100, SnapshotPace.WEIGHT_MIN};

  private static final List<Means> MEANS =
      List.of(Means.BUILT_IN, Means.PROGRAM, Means.ARGV_PROGRAM);

  /** Of drops alone, for whose ends the model looks; it is short, so that it is climbed. */
  private static final Ladder LADDER =
      new Ladder(
          "long",
          List.of(step("firewall-drop-long", 50, 1), step("firewall-drop-longer", 150, 2)),
          Duration.ofSeconds(5),
          new Decay(Duration.ofSeconds(100)));

  private SimulatedConfiguration() {}

  static SimulatedProcess.Configured choose(SplittableRandom random) {
    ResponsePlan plan =
        new ResponsePlan(
            List.of(
                response(drop("firewall-drop"), 5710, 20),
                response(drop("firewall-drop-long"), 5763, 150).on(LADDER),
                response(program(MEANS.get(random.nextInt(MEANS.size()))), 5710, 20)),
            new BlockPolicy(List.of(Duration.ofSeconds(120), Duration.ofSeconds(200))),
            new Allowlist(List.copyOf(SimulatedAttack.ALLOWLISTED), List.of()),
            () -> GuardSet.NONE,
            new BlockBudget(new BlockBudget.Limits(1_000_000, BlockBudget.Beyond.ALARM)),
            new BlockScope(128, Optional.empty()));
    OffenderLimits limits =
        new OffenderLimits(
            2,
            random.nextBoolean() ? 2 : 100,
            64,
            Duration.ofSeconds(random.nextInt(20, 600)),
            10_000);
    OnJournalFailure onFailure =
        random.nextBoolean() ? OnJournalFailure.BLOCK : OnJournalFailure.REFUSE;
    return new SimulatedProcess.Configured(
        plan, limits, onFailure, SNAPSHOT_WEIGHTS[random.nextInt(SNAPSHOT_WEIGHTS.length)]);
  }

  private static Ladder.Step step(String program, int seconds, int fromOffence) {
    return new Ladder.Step(
        drop(program),
        Duration.ofSeconds(seconds),
        OptionalInt.of(fromOffence),
        OptionalInt.empty(),
        Optional.empty());
  }

  private static CommandDefinition drop(String name) {
    return new CommandDefinition(name, name, true, List.of());
  }

  private static CommandDefinition program(Means means) {
    Subject subject = means == Means.PROGRAM ? Subject.TOLD : Subject.ADDRESS;
    return new CommandDefinition(
        "program", "own-program", true, List.of(), Optional.of(means), subject);
  }

  private static ActiveResponse response(CommandDefinition command, int rule, int seconds) {
    return new ActiveResponse(
        command,
        "local",
        Set.of(ActiveResponse.Place.LOCAL),
        Optional.empty(),
        Set.of(rule),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(seconds)));
  }
}
