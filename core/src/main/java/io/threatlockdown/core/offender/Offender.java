package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.offender.Given.Progress;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.GoodLoginPolicy.Pardon;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;

/**
 * One source address that raised an alert; of IPv6, one prefix. It first asks the journal what is
 * known of it, then orders a block for every alert that calls for one. An order that the journal
 * refuses is given again until it is taken, or {@link OffenderLimits#orderTriesMax} times.
 */
final class Offender extends AbstractBehavior<Offender.Command> {
  /** Everything an offender accepts. */
  sealed interface Command {}

  /** Alerts about it, in the order raised. Answered when every order is on disk or given up. */
  record Report(List<Alert> alerts, ActorRef<Offenders.Reported> replyTo) implements Command {}

  /** Finish what is under way and stop. No report comes behind it. */
  enum Retire implements Command {
    INSTANCE
  }

  private record Recalled(Optional<Responder.Recalled> priors) implements Command {}

  /** A report that came while the journal's memory was asked for, and the wall clock as it was. */
  private record Early(Report report, ClockOffset came) implements Command {}

  private record Run(Runnable work) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  private enum Quiet implements Command {
    INSTANCE
  }

  /** The most reports that wait for the journal's memory. */
  static final int WAITING_REPORTS_MAX = 1_000;

  static Behavior<Command> create(
      AddressPrefix offender,
      OffenderContext offenderContext,
      ActorRef<? super Registry.Command> registry) {
    return Behaviors.setup(
        context ->
            Behaviors.withStash(
                WAITING_REPORTS_MAX,
                stash -> new Offender(context, stash, offender, offenderContext, registry)));
  }

  private final StashBuffer<Command> stash;
  private final AddressPrefix offender;
  private final OffenderContext shared;
  private final ActorRef<? super Registry.Command> registry;
  private final OffenderMemory memory = new OffenderMemory();
  private final SuppressionGate suppressions;
  private final SteadyTime time;
  private final Deliveries<Command> deliveries;
  private final Pardons<Command> pardons;
  private boolean recalled = false;
  private boolean retiring = false;
  private Instant heardLast = Instant.EPOCH;
  private int quietPeriods = 0;

  private Offender(
      ActorContext<Command> context,
      StashBuffer<Command> stash,
      AddressPrefix offender,
      OffenderContext shared,
      ActorRef<? super Registry.Command> registry) {
    super(context);
    this.stash = stash;
    this.offender = offender;
    this.shared = shared;
    this.time = new SteadyTime(shared.clock());
    this.registry = registry;
    this.deliveries = new Deliveries<>(context, shared, Run::new, this::onTaken, this::onGivenUp);
    this.pardons = new Pardons<>(context, shared.responder(), Run::new);
    this.suppressions =
        new SuppressionGate(
            suppression -> shared.responder().tell(new Responder.Suppress(suppression)));
    context.setReceiveTimeout(shared.limits().idleAfter(), Quiet.INSTANCE);
    Ask.ask(
        context,
        Responder.Recalled.class,
        shared.responder(),
        Deliveries.ANSWER_WITHIN,
        replyTo -> new Responder.Recall(offender, shared.plan().hasLadders(), replyTo),
        Recalled::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Report.class, report -> onReport(report, time.clock()))
        .onMessage(Early.class, early -> onReport(early.report, early.came))
        .onMessage(Recalled.class, this::onRecalled)
        .onMessage(Run.class, this::onRun)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(Quiet.class, this::onQuiet)
        .onMessage(Retire.class, this::onRetire)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onRecalled(Recalled answer) {
    if (answer.priors().isEmpty()) {
      getContext()
          .getLog()
          .warn("The journal did not say what it knows of {}: taken for a newcomer", offender);
    } else {
      memory.recall(answer.priors().get(), time::of);
      tellBlocked();
    }
    recalled = true;
    return stash.unstashAll(this);
  }

  private Behavior<Command> onReport(Report report, ClockOffset came) {
    if (!recalled) {
      if (stash.isFull()) {
        report.replyTo().tell(new Offenders.Reported(0, report.alerts().size()));
      } else {
        stash.stash(new Early(report, came));
      }
      return this;
    }
    Progress progress = new Progress(report.replyTo());
    for (Alert alert : report.alerts()) {
      heardLast = time.of(alert.at(), came);
      quietPeriods = 0;
      GoodLogin.of(alert).ifPresent(login -> onGoodLogin(login, alert, progress));
      for (ActiveResponse response : shared.plan().responses()) {
        if (response.boundTo(alert.rule())) {
          respond(alert, came, response, progress);
        }
      }
    }
    progress.begun();
    return this;
  }

  private void respond(Alert alert, ClockOffset came, ActiveResponse response, Progress progress) {
    Instant at = time.of(alert.at(), came);
    ResponseDecision decision = ResponseDecision.of(alert, at, offender, response, shared, memory);
    decision.refusal().ifPresent(this::suppress);
    decision
        .order()
        .ifPresent(
            order -> {
              memory.ordered(order, at);
              deliveries.give(order, came, progress);
            });
  }

  private void onGoodLogin(GoodLogin login, Alert alert, Progress progress) {
    shared.goodLogins().note(login.source(), login.user(), alert.at());
    Pardon pardon = shared.plan().goodLogins().pardon();
    if (pardon == Pardon.NONE || memory.isEmpty()) {
      return;
    }
    boolean release = pardon == Pardon.RELEASE;
    pardons.ask(login, offender, release, progress, () -> memory.pardon(heardLast, release));
  }

  private void suppress(Suppression suppression) {
    boolean flushLater = suppressions.suppress(suppression);
    if (flushLater) {
      getContext().scheduleOnce(SuppressionGate.WINDOW, getContext().getSelf(), Flush.INSTANCE);
    }
  }

  private void onTaken(BlockOrder order, Responder.Ordered answer) {
    memory.taken(order, answer.expiresAt().map(time::of).orElse(Instant.MAX));
    if (OffenderMemory.isDrop(order)) {
      tellBlocked();
      if (!answer.extended()) {
        shared.blocked().accept(order);
      }
    }
    if (!answer.extended()) {
      StepLog.tell(getContext().getLog(), order, shared.goodLogins().window());
    }
  }

  private void onGivenUp(BlockOrder order) {
    memory.refused(order);
  }

  private Behavior<Command> onRun(Run run) {
    run.work().run();
    return retiring && isIdle() ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onFlush(Flush flush) {
    suppressions.flush();
    return this;
  }

  private Behavior<Command> onQuiet(Quiet quiet) {
    quietPeriods++;
    Instant now = heardLast.plus(shared.limits().idleAfter().multipliedBy(quietPeriods));
    if (!retiring && isIdle() && !memory.blocks().inForceUntil().isAfter(now)) {
      registry.tell(new Registry.Idle(offender, getContext().getSelf()));
    }
    return this;
  }

  private Behavior<Command> onRetire(Retire retire) {
    if (!recalled) {
      stash.stash(retire);
      return this;
    }
    retiring = true;
    return isIdle() ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onPostStop(PostStop stopped) {
    suppressions.flush();
    return this;
  }

  private boolean isIdle() {
    return deliveries.isIdle() && pardons.isIdle();
  }

  private void tellBlocked() {
    registry.tell(new Registry.Blocked(offender, time.wall(memory.blocks().inForceUntil())));
  }
}
