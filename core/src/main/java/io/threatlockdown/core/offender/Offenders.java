package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All offenders: takes alerts, and brings each to the actor of its source address by way of one of
 * a few registries.
 */
public final class Offenders {
  /** Everything the offenders accept. */
  public sealed interface Command {}

  /**
   * These alerts were raised. Answered when every order they gave rise to is in the journal, or was
   * refused.
   */
  public record Report(List<Alert> alerts, ActorRef<Reported> replyTo) implements Command {
    public Report {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * What became of a report.
   *
   * @param blocks how many orders are in the journal, those that extended a block included
   * @param refused how many the journal refused for good
   */
  public record Reported(int blocks, int refused) {
    /** Nothing was ordered. */
    public static final Reported NOTHING = new Reported(0, 0);

    Reported plus(Reported other) {
      return new Reported(blocks + other.blocks, refused + other.refused);
    }
  }

  /**
   * Returns the offenders, none of them alive yet. For those who have no clock that may be set.
   *
   * @param alertJson how an alert is written for programs and evidence
   */
  public static Behavior<Command> create(
      ResponsePlan plan,
      OffenderLimits limits,
      Function<Alert, String> alertJson,
      ActorRef<Responder.Command> responder) {
    ClockOffset neverSet = new ClockOffset(Duration.ZERO);
    return create(
        plan,
        limits,
        alertJson,
        responder,
        () -> neverSet,
        new OffenderCounts(),
        new GoodLogins(plan.goodLogins().window()));
  }

  /**
   * Returns the offenders, none of them alive yet.
   *
   * @param alertJson how an alert is written for programs and evidence
   * @param clock the wall clock
   * @param counts always say how many there are
   * @param goodLogins who logged in from where, which they note
   */
  public static Behavior<Command> create(
      ResponsePlan plan,
      OffenderLimits limits,
      Function<Alert, String> alertJson,
      ActorRef<Responder.Command> responder,
      Clock clock,
      OffenderCounts counts,
      GoodLogins goodLogins) {
    Supplier<ClockOffset> now = () -> ClockOffset.now(clock, System::nanoTime);
    return create(plan, limits, alertJson, responder, now, counts, goodLogins);
  }

  /**
   * Returns the offenders, none of them alive yet.
   *
   * @param alertJson how an alert is written for programs and evidence
   * @param clock how the wall clock is now
   * @param counts always say how many there are
   * @param goodLogins who logged in from where, which they note
   */
  public static Behavior<Command> create(
      ResponsePlan plan,
      OffenderLimits limits,
      Function<Alert, String> alertJson,
      ActorRef<Responder.Command> responder,
      Supplier<ClockOffset> clock,
      OffenderCounts counts,
      GoodLogins goodLogins) {
    return Behaviors.setup(
        context -> {
          Offenders offenders = new Offenders(context, limits);
          OffenderContext shared =
              new OffenderContext(
                  plan,
                  limits,
                  alertJson,
                  responder,
                  clock,
                  counts,
                  goodLogins,
                  offenders.escalation(plan, responder));
          ActorRef<Sourceless.Command> sourceless =
              context.spawn(
                  Behaviors.supervise(Sourceless.create(shared))
                      .onFailure(SupervisorStrategy.restart()),
                  "sourceless");
          Behavior<Registry.Command> registry =
              Behaviors.supervise(Registry.create(shared)).onFailure(SupervisorStrategy.restart());
          for (int i = 0; i < limits.registries(); i++) {
            offenders.registries.add(context.spawn(registry, "registry-" + i));
          }
          return Behaviors.receive(Command.class)
              .onMessage(Report.class, report -> offenders.onReport(report, plan, sourceless))
              .build();
        });
  }

  private final ActorContext<Command> context;
  private final OffenderLimits limits;
  private final List<ActorRef<Registry.Command>> registries = new ArrayList<>();

  private Offenders(ActorContext<Command> context, OffenderLimits limits) {
    this.context = context;
    this.limits = limits;
  }

  private Consumer<BlockOrder> escalation(
      ResponsePlan plan, ActorRef<Responder.Command> responder) {
    Optional<BlockScope.Escalation> wanted = plan.scope().escalation();
    if (wanted.isEmpty()) {
      return order -> {};
    }
    ActorRef<Escalations.Command> escalations =
        context.spawn(
            Behaviors.supervise(Escalations.create(wanted.get(), plan, responder))
                .onFailure(SupervisorStrategy.restart()),
            "escalations");
    return order -> escalations.tell(new Escalations.Blocked(order));
  }

  private Behavior<Command> onReport(
      Report report, ResponsePlan plan, ActorRef<Sourceless.Command> sourceless) {
    Map<AddressPrefix, List<Alert>> byOffender = new TreeMap<>();
    List<Alert> withoutSource = new ArrayList<>(0);
    for (Alert alert : report.alerts()) {
      Optional<SourceAddress> source = alert.event().source();
      if (source.isPresent()) {
        byOffender.computeIfAbsent(offender(source.get()), any -> new ArrayList<>()).add(alert);
      } else if (plan.responses().stream().anyMatch(each -> each.boundTo(alert.rule()))) {
        withoutSource.add(alert);
      }
    }
    int answers = byOffender.size() + (withoutSource.isEmpty() ? 0 : 1);
    if (answers == 0) {
      report.replyTo().tell(Reported.NOTHING);
      return Behaviors.same();
    }
    ActorRef<Reported> replyTo =
        answers == 1
            ? report.replyTo()
            : context.spawnAnonymous(Tally.create(answers, report.replyTo()));
    if (!withoutSource.isEmpty()) {
      sourceless.tell(new Sourceless.Report(withoutSource, replyTo));
    }
    byOffender.forEach(
        (offender, alerts) ->
            registries
                .get(Math.floorMod(offender.hashCode(), registries.size()))
                .tell(new Registry.Report(offender, alerts, replyTo)));
    return Behaviors.same();
  }

  private AddressPrefix offender(SourceAddress source) {
    return source.ipv4()
        ? AddressPrefix.of(source)
        : new AddressPrefix(source, limits.ipv6PrefixLength());
  }
}
