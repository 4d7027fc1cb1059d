package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.rule.Alert;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Whoever is behind the alerts that have no source address, such as those about files and accounts.
 * Orders the responses that can do without one; the others are recorded as suppressed.
 */
final class Sourceless {
  /** Everything it accepts. */
  sealed interface Command {}

  /** Alerts in the order raised. Answered when every order is on disk or given up. */
  record Report(List<Alert> alerts, ActorRef<Offenders.Reported> replyTo) implements Command {}

  private record Run(Runnable work) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  static Behavior<Command> create(OffenderContext shared) {
    return Behaviors.setup(
        context -> {
          Sourceless sourceless = new Sourceless(context, shared);
          return Behaviors.receive(Command.class)
              .onMessage(Report.class, sourceless::onReport)
              .onMessage(Run.class, sourceless::onRun)
              .onMessage(Flush.class, flush -> sourceless.onFlush())
              .onSignal(PostStop.class, stopped -> sourceless.onFlush())
              .build();
        });
  }

  private final ActorContext<Command> context;
  private final OffenderContext shared;
  private final Deliveries<Command> deliveries;
  private final SuppressionGate suppressions;

  private Sourceless(ActorContext<Command> context, OffenderContext shared) {
    this.context = context;
    this.shared = shared;
    this.deliveries =
        new Deliveries<>(context, shared, Run::new, (order, answer) -> {}, order -> {});
    this.suppressions =
        new SuppressionGate(
            suppression -> shared.responder().tell(new Responder.Suppress(suppression)));
  }

  private Behavior<Command> onReport(Report report) {
    ClockOffset came = shared.clock().get();
    Given.Progress progress = new Given.Progress(report.replyTo());
    for (Alert alert : report.alerts()) {
      for (ActiveResponse response : shared.plan().responses()) {
        if (response.boundTo(alert.rule())) {
          respond(alert, came, response, progress);
        }
      }
    }
    progress.begun();
    return Behaviors.same();
  }

  private void respond(
      Alert alert, ClockOffset came, ActiveResponse response, Given.Progress progress) {
    ActionDecision decision =
        ActionDecision.of(alert, response.first(), shared.plan(), shared.alertJson());
    decision.order().ifPresent(order -> deliveries.give(order, came, progress));
    if (decision.refusal().isPresent() && suppressions.suppress(decision.refusal().get())) {
      context.scheduleOnce(SuppressionGate.WINDOW, context.getSelf(), Flush.INSTANCE);
    }
  }

  private Behavior<Command> onRun(Run run) {
    run.work().run();
    return Behaviors.same();
  }

  private Behavior<Command> onFlush() {
    suppressions.flush();
    return Behaviors.same();
  }
}
