package io.threatlockdown.persistence;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.engine.AnalysisContext;
import io.threatlockdown.core.engine.Engine;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.offender.GoodLogins;
import io.threatlockdown.core.offender.OffenderCounts;
import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.ConfigFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * One life of the service: analysis, offenders, journal, as the real wiring puts them together.
 * Once it is dead nothing it still does has an effect.
 */
final class SimulatedProcess {
  private static final Decoders DECODERS =
      Decoders.read(
          List.of(
              new ConfigFile(
                  "decoders.xml",
                  """
                  <decoder name="sshd"><program_name>^sshd</program_name></decoder>
                  <decoder name="sshd-from">
                    <parent>sshd</parent>
                    <regex>user (\\S+) from (\\S+)$</regex>
                    <order>srcuser, srcip</order>
                  </decoder>
                  """)),
          problem -> {
            throw new IllegalStateException(problem.toString());
          });
  private static final RuleSet RULES =
      RuleSet.read(
          List.of(
              new ConfigFile(
                  "rules.xml",
                  """
                  <group name="syslog,">
                    <rule id="1" level="0" noalert="1">
                      <category>syslog</category><description>root</description></rule>
                    <rule id="5700" level="0" noalert="1">
                      <decoded_as>sshd</decoded_as><description>sshd</description></rule>
                    <rule id="5710" level="5"><if_sid>5700</if_sid><match>Invalid user</match>
                      <description>made-up user</description></rule>
                    <rule id="5760" level="5"><if_sid>5700</if_sid><match>Failed user</match>
                      <description>wrong password</description></rule>
                    <rule id="5763" level="10" frequency="3" timeframe="120">
                      <if_matched_sid>5760</if_matched_sid><same_source_ip />
                      <description>many</description></rule>
                  </group>
                  """)),
          List.of(),
          problem -> {
            throw new IllegalStateException(problem.toString());
          });

  /** What a run's processes are configured with. */
  record Configured(
      ResponsePlan plan,
      OffenderLimits limits,
      OnJournalFailure onJournalFailure,
      long snapshotWeight) {}

  /** What the process's first actor does when told: asks something from outside. */
  private record Do(Consumer<ActorContext<Do>> what) {}

  private final SimulatedWorld world;
  private final SimulatedModel model;
  private final Configured configured;
  private boolean alive = true;
  private @Nullable ActorRef<Do> first;
  private @Nullable ActorRef<Responder.Command> journal;
  private @Nullable ActorRef<Ingest.Command> intake;

  /** Starts it; its actors run with the simulation's thread. */
  SimulatedProcess(SimulatedWorld world, Configured configured) {
    this.world = world;
    this.model = world.model();
    this.configured = configured;
    SimulatedSystem.SYSTEM.tell(new SimulatedGuardian.Begin(behavior()));
  }

  boolean isAlive() {
    return alive;
  }

  /** Ends it as a crash does. The caller lets the thread run before it starts another. */
  void kill() {
    alive = false;
    SimulatedHost.DISK.cut();
    world.programs().cut();
    SimulatedSystem.SYSTEM.tell(SimulatedGuardian.End.INSTANCE);
  }

  ActorRef<Responder.Command> journal() {
    return started(journal);
  }

  ActorRef<Ingest.Command> intake() {
    return started(intake);
  }

  /** Asks, and has the answer handled by the simulation's thread; never if the process dies. */
  <T> void ask(Consumer<ActorRef<T>> question, Consumer<T> handler) {
    started(first)
        .tell(
            new Do(
                context ->
                    question.accept(
                        context.spawnAnonymous(
                            Behaviors.<T>receiveMessage(
                                answer -> {
                                  if (alive) {
                                    handler.accept(answer);
                                  }
                                  return Behaviors.stopped();
                                })))));
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not started yet");
    }
    return part;
  }

  private Behavior<Do> behavior() {
    return Behaviors.setup(
        context -> {
          ActorRef<Responder.Command> blocks = context.spawn(responder(), "blocks");
          journal = blocks;
          ActorRef<Responder.Command> tapped = context.spawn(tap(blocks), "tap");
          ActorRef<Offenders.Command> offenders =
              context.spawn(
                  Offenders.create(
                      configured.plan,
                      configured.limits,
                      alert -> "{}",
                      tapped,
                      SimulatedHost.TIME.clocks()::offset,
                      new OffenderCounts(),
                      new GoodLogins(Duration.ofDays(7))),
                  "offenders");
          intake =
              context.spawn(
                  Engine.create(
                      new AnalysisContext(
                          DECODERS,
                          RULES,
                          SimulatedHost.TIME,
                          new AtomicLong()::incrementAndGet,
                          MemoryBudget.unlimited(),
                          alerts -> {},
                          offenders,
                          context.getSystem().ignoreRef())),
                  "intake");
          first = context.getSelf();
          return Behaviors.receiveMessage(
              told -> {
                told.what.accept(context);
                return Behaviors.same();
              });
        });
  }

  private Behavior<Responder.Command> responder() {
    Health health = new Health();
    Time time = SimulatedHost.TIME.clocks();
    return ResponseJournal.create(
        BlockJournal.create(
            world.kernel().of(() -> alive),
            new NoLog(),
            time,
            configured.onJournalFailure,
            health,
            configured.snapshotWeight),
        ActionJournal.create(
            new ActionNeeds(
                world.programs().of(() -> alive),
                new NoLog(),
                time,
                configured.plan.policy(),
                health,
                configured.snapshotWeight)),
        time);
  }

  /** Stands between offenders and journal and tells the model of orders and their answers. */
  private Behavior<Responder.Command> tap(ActorRef<Responder.Command> blocks) {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Responder.Command.class)
                .onMessage(
                    Responder.Order.class,
                    order -> {
                      if (alive && order.order().action().isEmpty()) {
                        model.onOrder(order.order());
                      }
                      ActorRef<Responder.Ordered> answers = context.spawnAnonymous(answer(order));
                      blocks.tell(new Responder.Order(order.order(), answers));
                      return Behaviors.same();
                    })
                .onAnyMessage(
                    other -> {
                      blocks.tell(other);
                      return Behaviors.same();
                    })
                .build());
  }

  private Behavior<Responder.Ordered> answer(Responder.Order given) {
    return Behaviors.receiveMessage(
        answer -> {
          if (alive && given.order().action().isPresent()) {
            world.actions().onOrdered(given.order(), answer);
          } else if (alive) {
            model.onOrdered(answer);
          }
          given.replyTo().tell(answer);
          return Behaviors.stopped();
        });
  }

  private static final class NoLog implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
