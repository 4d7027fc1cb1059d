package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.DROP_ON_5710;
import static io.threatlockdown.core.offender.Fixtures.FIREWALL_DROP;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Decay;
import io.threatlockdown.core.response.GoodLoginPolicy;
import io.threatlockdown.core.response.GoodLoginPolicy.Pardon;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.Ladder.Networks;
import io.threatlockdown.core.response.Ladder.Step;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A ladder of five steps: throttle, drop-port, drop, drop of the network, and that for longer. */
final class Ladders {
  static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  static final Duration ONE_HOUR = Duration.ofHours(1);
  static final Duration A_MINUTE = Duration.ofMinutes(1);
  static final Decay A_DAY_EACH = new Decay(Duration.ofDays(1));

  static final Ladder FIVE =
      new Ladder(
          "ssh",
          List.of(
              step(builtIn("throttle"), TEN_MINUTES, 1),
              step(builtIn("drop-port"), TEN_MINUTES, 2),
              new Step(
                  FIREWALL_DROP, ONE_HOUR, OptionalInt.of(3), OptionalInt.of(12), Optional.empty()),
              network(ONE_HOUR, 4),
              network(Duration.ofDays(1), 6)),
          A_MINUTE,
          A_DAY_EACH);

  private Ladders() {}

  static ActiveResponse on5710() {
    return DROP_ON_5710.on(FIVE);
  }

  static ResponsePlan plan(Pardon pardon) {
    return new ResponsePlan(
        List.of(on5710()),
        new BlockPolicy(List.of(), A_DAY_EACH),
        Allowlist.EMPTY,
        () -> GuardSet.NONE,
        new BlockBudget(BlockBudget.Limits.DEFAULT),
        BlockScope.DEFAULT,
        new GoodLoginPolicy(Duration.ofDays(7), pardon));
  }

  private static CommandDefinition builtIn(String name) {
    return new CommandDefinition(
        name, name, true, List.of(), Optional.of(Action.Means.BUILT_IN), Subject.ADDRESS);
  }

  private static Step step(CommandDefinition command, Duration lasts, int fromOffence) {
    return new Step(
        command, lasts, OptionalInt.of(fromOffence), OptionalInt.empty(), Optional.empty());
  }

  private static Step network(Duration lasts, int fromOffence) {
    return new Step(
        FIREWALL_DROP,
        lasts,
        OptionalInt.of(fromOffence),
        OptionalInt.empty(),
        Optional.of(new Networks(24, 48)));
  }
}
