package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** What every offender needs, the same for all. */
record OffenderContext(
    ResponsePlan plan,
    OffenderLimits limits,
    Function<Alert, String> alertJson,
    ActorRef<Responder.Command> responder) {}
