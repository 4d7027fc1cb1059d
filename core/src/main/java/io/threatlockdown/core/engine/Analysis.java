package io.threatlockdown.core.engine;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.Misattribution;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.rule.OwnRule;
import io.threatlockdown.core.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** From line to alert for one reporting host, with its correlation memory. */
final class Analysis extends AbstractBehavior<Analysis.Command> {
  /** Everything an analysis accepts. */
  sealed interface Command {}

  /** Analyse these lines of the host, in order. */
  record Analyse(List<LogLine> lines, ActorRef<Ingest.Analysed> replyTo) implements Command {}

  /** Analyse by the ruleset of this from now on. */
  record Use(AnalysisContext shared) implements Command {}

  /** Remember no more than a fair part of what all may. */
  enum Shrink implements Command {
    INSTANCE
  }

  /** Answer what is under way and stop. */
  enum Retire implements Command {
    INSTANCE
  }

  private record Answered(Analyse analyse, int alerts, Optional<Offenders.Reported> reported)
      implements Command {}

  /** How long offenders may take: as long as they give refused orders again, and some more. */
  static final Duration ANSWER_WITHIN = Duration.ofMinutes(6);

  private static final Duration WARN_EVERY = Duration.ofMinutes(1);

  /**
   * Returns an analysis without memory.
   *
   * @param hostId of the reporting host, for messages
   * @param latest asked when the analysis starts, also after a failure
   */
  static Behavior<Command> create(String hostId, Supplier<AnalysisContext> latest) {
    return Behaviors.setup(context -> new Analysis(context, hostId, latest.get()));
  }

  private final String hostId;
  private final Correlation memory;
  private final Map<OwnRule, Integer> refusals = new EnumMap<>(OwnRule.class);
  private AnalysisContext shared;
  private long warnedOf;
  private Instant warnNotBefore = Instant.MIN;
  private int underWay = 0;
  private boolean retiring = false;

  private Analysis(ActorContext<Command> context, String hostId, AnalysisContext shared) {
    super(context);
    this.hostId = hostId;
    this.shared = shared;
    this.memory = shared.ruleSet().correlation(shared.alertNumbers(), shared.memory());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Analyse.class, this::onAnalyse)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Use.class, this::onUse)
        .onMessage(Shrink.class, this::onShrink)
        .onMessage(Retire.class, this::onRetire)
        .onSignal(PreRestart.class, ended -> forget())
        .onSignal(PostStop.class, ended -> forget())
        .build();
  }

  private Behavior<Command> onAnalyse(Analyse analyse) {
    List<Alert> alerts = new ArrayList<>();
    WatchTally tally = new WatchTally(shared.watch());
    for (LogLine line : analyse.lines()) {
      analyse(line, alerts, tally);
    }
    tally.send();
    warnOfEvictions();
    if (alerts.isEmpty()) {
      analyse.replyTo().tell(new Ingest.Analysed(analyse.lines().size(), 0, 0, 0));
      return this;
    }
    underWay++;
    Ask.ask(
        getContext(),
        Offenders.Reported.class,
        shared.offenders(),
        ANSWER_WITHIN,
        replyTo -> new Offenders.Report(alerts, replyTo),
        reported -> new Answered(analyse, alerts.size(), reported));
    // Written while the orders are on their way: the file must not delay the block.
    shared.alerts().accept(alerts);
    return this;
  }

  private void analyse(LogLine line, List<Alert> into, WatchTally tally) {
    List<Misattribution> refused = new ArrayList<>(0);
    Event event = shared.decoders().decode(line, refused::add);
    Instant now = shared.clock().instant();
    Verdict verdict = shared.ruleSet().evaluate(event, now, memory);
    tally.add(line, event, verdict);
    verdict
        .alert()
        .ifPresent(
            alert -> {
              into.add(alert);
              if (Watch.wants(alert)) {
                shared.watch().tell(new Watch.LoopbackAlert(alert));
              }
            });
    refused.forEach(what -> into.add(refusal(what, event, now)));
  }

  private Alert refusal(Misattribution refused, Event event, Instant now) {
    OwnRule rule = refused.typed() ? OwnRule.SOURCE_TYPED : OwnRule.SOURCE_UNPROVEN;
    String detail =
        refused.claimed()
            + " of "
            + event.decoderName().orElse("an unknown decoder")
            + ", instead "
            + event.source().map(SourceAddress::toString).orElse("none");
    int times = refusals.merge(rule, 1, (all, one) -> all == Integer.MAX_VALUE ? all : all + one);
    return rule.raise(event, now, shared.alertNumbers().getAsLong(), detail, times);
  }

  private void warnOfEvictions() {
    long evictions = memory.evictions();
    Instant now = shared.clock().instant();
    if (evictions > warnedOf && !now.isBefore(warnNotBefore)) {
      getContext()
          .getLog()
          .warn(
              "The correlation memory of agent {} is full: {} remembered values went early so far",
              hostId,
              evictions);
      warnedOf = evictions;
      warnNotBefore = now.plus(WARN_EVERY);
    }
  }

  private Behavior<Command> onAnswered(Answered answered) {
    Analyse analyse = answered.analyse();
    if (answered.reported().isEmpty()) {
      // The asker's own timeout tells it; an answer now would say that blocks are safe.
      getContext()
          .getLog()
          .error("No offender answered within {} for {} alerts", ANSWER_WITHIN, answered.alerts());
    } else {
      Offenders.Reported reported = answered.reported().get();
      analyse
          .replyTo()
          .tell(
              new Ingest.Analysed(
                  analyse.lines().size(),
                  answered.alerts(),
                  reported.blocks(),
                  reported.refused()));
    }
    underWay--;
    return retiring && underWay == 0 ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onUse(Use use) {
    shared = use.shared();
    shared.ruleSet().takeOver(memory);
    return this;
  }

  private Behavior<Command> onShrink(Shrink shrink) {
    memory.shrink(shared.clock().instant());
    return this;
  }

  private Behavior<Command> forget() {
    memory.close();
    return this;
  }

  private Behavior<Command> onRetire(Retire retire) {
    retiring = true;
    return underWay == 0 ? Behaviors.stopped() : this;
  }
}
