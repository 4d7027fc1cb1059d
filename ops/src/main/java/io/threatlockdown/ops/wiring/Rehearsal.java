package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.AnalysisContext;
import io.threatlockdown.core.engine.Engine;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.MemoryBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Sends made-up lines through a second copy of everything between the sources and the journal, so
 * that the JVM has compiled the way when the first attacker takes it. The copy ends in a responder
 * that only says yes: no journal, file or firewall is touched, and nothing is remembered.
 */
final class Rehearsal extends AbstractBehavior<Rehearsal.Command> {
  /** What a rehearsal hears. */
  sealed interface Command {}

  private record Answered() implements Command {}

  private record Late() implements Command {}

  /** How many lines: as many as the JVM's first compiler and most of the second one want. */
  private static final int LINES = 4_000;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final ActorRef<Ingest.Command> intake;
  private final ReportingHost host = ReportingHost.local("rehearsal");
  private final Clock clock;
  private int sent = 0;

  /** Returns a rehearsal that begins at once and stops by itself. */
  static Behavior<Command> create(Configuration configuration, AlertJson alertJson, Clock clock) {
    return Behaviors.setup(
        context -> new Rehearsal(context, configuration, alertJson, clock).next());
  }

  private Rehearsal(
      ActorContext<Command> context,
      Configuration configuration,
      AlertJson alertJson,
      Clock clock) {
    super(context);
    this.clock = clock;
    ResponsePlan plan =
        new ResponsePlan(
            // A ladder would tell the log of steps that nobody takes.
            configuration.responses().stream().map(ActiveResponse::first).toList(),
            new BlockPolicy(List.of()),
            Allowlist.EMPTY,
            () -> GuardSet.NONE,
            new BlockBudget(BlockBudget.Limits.DEFAULT),
            BlockScope.DEFAULT);
    ActorRef<Offenders.Command> offenders =
        context.spawnAnonymous(
            Offenders.create(
                plan,
                OffenderLimits.DEFAULT,
                alertJson::of,
                context.spawnAnonymous(AgreeingResponder.create())));
    intake =
        context.spawnAnonymous(
            Engine.create(
                new AnalysisContext(
                    configuration.ruleset().decoders(),
                    configuration.ruleset().rules(),
                    clock,
                    new AtomicLong()::incrementAndGet,
                    MemoryBudget.unlimited(),
                    alerts -> {},
                    offenders,
                    context.getSystem().ignoreRef())));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answered.class, answered -> next())
        .onMessage(Late.class, late -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> next() {
    if (sent == LINES) {
      return Behaviors.stopped();
    }
    LogLine line =
        LogLine.log(
            "Nov 24 12:00:00 host sshd[4711]: Invalid user rehearsal from 192.0.2."
                + sent % 256
                + " port 4711",
            "rehearsal",
            host,
            clock.instant());
    sent++;
    Ask.ask(
        getContext(),
        Ingest.Analysed.class,
        intake,
        ANSWER_WITHIN,
        replyTo -> new Ingest.Submit(List.of(line), replyTo),
        analysed -> analysed.isPresent() ? new Answered() : new Late());
    return this;
  }
}
