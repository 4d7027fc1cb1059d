package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.offender.Given.Progress;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
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

  private record Answered(Given given, Optional<Responder.Ordered> answer) implements Command {}

  private record GiveAgain(Given given) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  private enum Quiet implements Command {
    INSTANCE
  }

  /** How long the journal may take for one answer. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** How long a refused order waits until it is given again. */
  static final Duration GIVEN_AGAIN_AFTER = Duration.ofSeconds(1);

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
  private final PriorBlockMemory memory = new PriorBlockMemory();
  private final SuppressionGate suppressions;
  private final SteadyTime time;
  private boolean recalled = false;
  private boolean retiring = false;
  private int ordersUnderWay = 0;
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
    this.suppressions =
        new SuppressionGate(
            suppression -> shared.responder().tell(new Responder.Suppress(suppression)));
    context.setReceiveTimeout(shared.limits().idleAfter(), Quiet.INSTANCE);
    Ask.ask(
        context,
        Responder.Recalled.class,
        shared.responder(),
        ANSWER_WITHIN,
        replyTo -> new Responder.Recall(offender, replyTo),
        Recalled::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Report.class, report -> onReport(report, time.clock()))
        .onMessage(Early.class, early -> onReport(early.report, early.came))
        .onMessage(Recalled.class, this::onRecalled)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(GiveAgain.class, this::onGiveAgain)
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
      memory.recall(answer.priors().get().priors(), time::of);
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
      for (ActiveResponse response : shared.plan().responses()) {
        if (response.boundTo(alert.rule())) {
          respond(alert, came, response, progress);
        }
      }
    }
    if (progress.missing == 0) {
      report.replyTo().tell(Offenders.Reported.NOTHING);
    }
    return this;
  }

  private void respond(Alert alert, ClockOffset came, ActiveResponse response, Progress progress) {
    BlockDecision decision =
        BlockDecision.of(alert, time.of(alert.at(), came), response, shared.plan(), memory)
            .within(shared.plan().budget());
    if (decision.refusal().isPresent()) {
      boolean flushLater = suppressions.suppress(decision.refusal().get());
      if (flushLater) {
        getContext().scheduleOnce(SuppressionGate.WINDOW, getContext().getSelf(), Flush.INSTANCE);
      }
      return;
    }
    BlockOrder order = decision.order(shared.alertJson().apply(alert));
    memory.ordered(order, order.expiresAt().map(end -> time.of(end, came)).orElse(Instant.MAX));
    progress.missing++;
    ordersUnderWay++;
    give(new Given(order, came, progress, 1));
  }

  private void give(Given given) {
    BlockOrder order = given.order(time.clock());
    Ask.ask(
        getContext(),
        Responder.Ordered.class,
        shared.responder(),
        ANSWER_WITHIN,
        replyTo -> new Responder.Order(order, replyTo),
        answer -> new Answered(given, answer));
  }

  private Behavior<Command> onAnswered(Answered answered) {
    Given given = answered.given();
    if (answered.answer().isEmpty()) {
      return onRefused(given, "no answer within " + ANSWER_WITHIN.toSeconds() + " s");
    }
    Responder.Ordered answer = answered.answer().get();
    if (answer.failure().isPresent()) {
      return onRefused(given, answer.failure().get());
    }
    memory.answered(given.order().key(), answer.expiresAt().map(time::of).orElse(Instant.MAX));
    tellBlocked();
    if (!answer.extended() && given.order().action().isEmpty()) {
      shared.blocked().accept(given.order(time.clock()));
    }
    return done(given.progress(), new Offenders.Reported(1, 0));
  }

  private Behavior<Command> onRefused(Given given, String failure) {
    BlockOrder order = given.order();
    if (given.tries() >= shared.limits().orderTriesMax()) {
      getContext()
          .getLog()
          .error(
              "The block of {} by rule {} is given up: {}", order.about(), order.ruleId(), failure);
      memory.refused(order);
      return done(given.progress(), new Offenders.Reported(0, 1));
    }
    if (given.tries() == 1) {
      getContext()
          .getLog()
          .warn(
              "The block of {} by rule {} is not in the journal and is ordered again: {}",
              order.about(),
              order.ruleId(),
              failure);
    }
    getContext().scheduleOnce(GIVEN_AGAIN_AFTER, getContext().getSelf(), new GiveAgain(given));
    return this;
  }

  private Behavior<Command> onGiveAgain(GiveAgain again) {
    Given given = again.given();
    if (given.order().target().flatMap(shared.plan()::forbids).isPresent()) {
      memory.refused(given.order()); // Guarded since it was decided; the journal recorded it.
      return done(given.progress(), Offenders.Reported.NOTHING);
    }
    give(given.again());
    return this;
  }

  private Behavior<Command> done(Progress progress, Offenders.Reported outcome) {
    progress.sum = progress.sum.plus(outcome);
    progress.missing--;
    if (progress.missing == 0) {
      progress.replyTo.tell(progress.sum);
    }
    ordersUnderWay--;
    return retiring && ordersUnderWay == 0 ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onFlush(Flush flush) {
    suppressions.flush();
    return this;
  }

  private Behavior<Command> onQuiet(Quiet quiet) {
    quietPeriods++;
    Instant now = heardLast.plus(shared.limits().idleAfter().multipliedBy(quietPeriods));
    if (!retiring && ordersUnderWay == 0 && !memory.inForceUntil().isAfter(now)) {
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
    return ordersUnderWay == 0 ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onPostStop(PostStop stopped) {
    suppressions.flush();
    return this;
  }

  private void tellBlocked() {
    registry.tell(new Registry.Blocked(offender, time.wall(memory.inForceUntil())));
  }
}
