package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What every offender needs, the same for all.
 *
 * @param clock how the wall clock is now
 * @param counts how many of them there are
 * @param goodLogins who logged in from where
 * @param blocked is told of each new block that is in the journal
 */
record OffenderContext(
    ResponsePlan plan,
    OffenderLimits limits,
    Function<Alert, String> alertJson,
    ActorRef<Responder.Command> responder,
    Supplier<ClockOffset> clock,
    OffenderCounts counts,
    GoodLogins goodLogins,
    Consumer<BlockOrder> blocked) {}
