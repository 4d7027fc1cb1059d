package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.ops.wiring.AgreeingResponder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Orders as the 5710 case gives them. */
final class OfferedOrders {
  private static final Duration HUNDRED_SECONDS = Duration.ofSeconds(100);
  private static final ResponsePlan PLAN =
      new ResponsePlan(
          List.of(
              new ActiveResponse(
                  new CommandDefinition("firewall-drop", "firewall-drop", true, List.of()),
                  "local",
                  Set.of(ActiveResponse.Place.LOCAL),
                  Optional.empty(),
                  Set.of(5710),
                  OptionalInt.empty(),
                  Optional.empty(),
                  Optional.of(HUNDRED_SECONDS))),
          new BlockPolicy(List.of()),
          Allowlist.EMPTY,
          () -> GuardSet.NONE,
          new BlockBudget(BlockBudget.Limits.DEFAULT),
          BlockScope.DEFAULT);

  private OfferedOrders() {}

  /** Returns offenders whose journal is {@link AgreeingResponder}. */
  static Behavior<Offenders.Command> offenders(OffenderLimits limits) {
    return Behaviors.setup(
        context -> {
          var journal = context.spawn(AgreeingResponder.create(), "journal");
          return Offenders.create(PLAN, limits, alert -> "{}", journal);
        });
  }

  /** Returns an order to block the address of that number, as of that time. */
  static BlockOrder order(int source, Instant at) {
    AddressPrefix target =
        AddressPrefix.of(new SourceAddress(0, 0xC612_0000L + (source & 0x1_ffff), true));
    return new BlockOrder(
        new BlockKey("000", "firewall-drop", List.of(target.toString())),
        target,
        "firewall-drop100",
        "local",
        5710,
        "attempt to login with a user that does not exist",
        "{\"rule\":{\"id\":\"5710\"},\"full_log\":\"" + SshLines.invalidUser(source) + "\"}",
        1,
        at,
        at,
        Optional.of(HUNDRED_SECONDS));
  }
}
