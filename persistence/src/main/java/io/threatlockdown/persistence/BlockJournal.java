package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The responder with a memory: orders go to disk first, then to the firewall, and a restart makes
 * the same blocks be in force again. Routes commands to its partitions, which do the work, and
 * brings the firewall in line when all are recovered or somebody asks for it.
 */
public final class BlockJournal extends AbstractBehavior<Responder.Command> {
  private static final String JOURNAL = "journal";
  private static final String FIREWALL = "firewall";
  private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 5; // 32 s

  private final TimerScheduler<Responder.Command> timers;
  private final Firewall firewall;
  private final Health health;
  private final Partition.World world;
  private final Countdown clockWatch;
  private final Lanes lanes = new Lanes();
  private Optional<ReloadRound> round = Optional.empty();
  private boolean reloadWanted;
  private boolean drifted;
  private int restarts;
  private int reloadFailures;

  /**
   * Returns the responder of a host. Reports the health parts {@code journal} and {@code firewall}.
   *
   * @param firewall carries out the blocks
   * @param log is told of every order and end
   * @param clock the wall clock
   */
  public static Behavior<Responder.Command> create(
      Firewall firewall, ResponseLog log, Clock clock, Health health) {
    return create(firewall, log, new Time(clock, System::nanoTime), health);
  }

  static Behavior<Responder.Command> create(
      Firewall firewall, ResponseLog log, Time time, Health health) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  Partition.World world =
                      new Partition.World(firewall, log, time, context.getSelf());
                  return new BlockJournal(context, timers, world, health);
                }));
  }

  private BlockJournal(
      ActorContext<Responder.Command> context,
      TimerScheduler<Responder.Command> timers,
      Partition.World world,
      Health health) {
    super(context);
    this.timers = timers;
    this.firewall = world.firewall();
    this.health = health;
    this.world = world;
    this.clockWatch = new Countdown(world.time());
    health.report(JOURNAL, Status.DOWN, "reading the block journal");
    lanes.each(this::start);
    timers.startTimerWithFixedDelay(Note.CheckClock.INSTANCE, CLOCK_CHECK);
  }

  @Override
  public Receive<Responder.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Responder.Order.class, this::route)
        .onMessage(Note.Deposit.class, this::onDeposit)
        .onMessage(Note.Written.class, this::onWritten)
        .onMessage(Responder.Suppress.class, this::route)
        .onMessage(Responder.Release.class, this::route)
        .onMessage(Responder.ListBlocks.class, this::route)
        .onMessage(Responder.FindBlock.class, this::route)
        .onMessage(Responder.Recall.class, this::route)
        .onMessage(Responder.Disturbed.class, this::route)
        .onMessage(Note.Share.class, this::onShare)
        .onMessageEquals(Responder.Reload.INSTANCE, () -> onReload(true))
        .onMessageEquals(Note.ReloadAgain.INSTANCE, () -> onReload(false))
        .onMessage(Note.Collected.class, this::onCollected)
        .onMessage(Note.ReloadAnswered.class, this::onReloadAnswered)
        .onMessage(Note.Recovered.class, this::onRecovered)
        .onMessage(Note.Failing.class, this::onFailing)
        .onMessage(Note.Stopped.class, this::onStopped)
        .onMessage(Note.Restart.class, this::onRestart)
        .onMessageEquals(Note.CheckClock.INSTANCE, this::onCheckClock)
        .build();
  }

  private Behavior<Responder.Command> route(Responder.Command command) {
    lanes.route(command);
    send();
    return this;
  }

  private Behavior<Responder.Command> onShare(Note.Share share) {
    lanes.answer(share);
    return this;
  }

  private Behavior<Responder.Command> onDeposit(Note.Deposit deposit) {
    if (deposit.note() instanceof Note.Answered answer) {
      reportFirewall(answer.failure());
    }
    lanes.lane(deposit.partition()).add(deposit.note());
    send();
    return this;
  }

  private void send() {
    if (round.isEmpty()) {
      lanes.send();
    }
  }

  private Behavior<Responder.Command> onWritten(Note.Written note) {
    Lane lane = lanes.lane(note.partition());
    lane.written();
    restarts = 0;
    long lost = lane.takeSuppressionsLost();
    if (lost > 0) {
      getContext().getLog().warn("{} suppressions were not recorded: too many at once", lost);
    }
    round.ifPresent(prepared -> prepared.collectWhenIdle(lanes));
    send();
    return this;
  }

  private Behavior<Responder.Command> onReload(boolean lost) {
    reload(lost);
    return this;
  }

  /** Brings the firewall in line, as soon as all partitions are there. */
  private void reload(boolean lost) {
    reloadWanted = true;
    drifted |= lost;
    if (round.isEmpty() && lanes.areRecovered()) {
      ReloadRound prepared = new ReloadRound(drifted);
      round = Optional.of(prepared);
      reloadWanted = false;
      drifted = false;
      prepared.collectWhenIdle(lanes);
    }
  }

  private Behavior<Responder.Command> onCollected(Note.Collected share) {
    if (round.isEmpty()) {
      return this; // A partition stopped meanwhile and ended the round.
    }
    ReloadRound prepared = round.get();
    prepared.add(share);
    if (prepared.isComplete()) {
      getContext().pipeToSelf(callReload(prepared), (done, failure) -> answered(prepared, failure));
      endRound();
    }
    return this;
  }

  private CompletionStage<Done> callReload(ReloadRound prepared) {
    try {
      return firewall.reload(prepared.drops());
    } catch (RuntimeException failure) { // A broken adapter is a firewall that refused.
      return CompletableFuture.failedStage(failure);
    }
  }

  private Responder.Command answered(ReloadRound prepared, @Nullable Throwable failure) {
    return new Note.ReloadAnswered(
        prepared.upTo(),
        world.time().now(),
        Optional.ofNullable(failure).map(FirewallCalls::reason));
  }

  private void endRound() {
    round = Optional.empty();
    lanes.send();
    if (reloadWanted) {
      reload(false);
    }
  }

  private Behavior<Responder.Command> onReloadAnswered(Note.ReloadAnswered answer) {
    if (answer.failure().isPresent()) {
      String reason = answer.failure().get();
      getContext().getLog().error("The firewall refused a reload: {}", reason);
      health.report(FIREWALL, Status.DOWN, reason);
      lanes.each(lane -> lane.tell(new Partition.ReloadFailed(answer.at())));
      timers.startSingleTimer(Note.ReloadAgain.INSTANCE, pause(reloadFailures++));
    } else {
      reloadFailures = 0;
      reportFirewall(Optional.empty());
      boolean observed = firewall.observing().isPresent();
      answer
          .upTo()
          .forEach(
              (partition, upTo) ->
                  lanes.lane(partition).tell(new Partition.Reloaded(answer.at(), upTo, observed)));
    }
    if (lanes.areRecovered()) {
      health.report(JOURNAL, Status.UP, "");
    }
    return this;
  }

  private Behavior<Responder.Command> onRecovered(Note.Recovered note) {
    lanes.lane(note.partition()).recovered();
    return onReload(false);
  }

  private Behavior<Responder.Command> onFailing(Note.Failing note) {
    health.report(JOURNAL, Status.DOWN, note.reason());
    lanes.lane(note.partition()).stopped(note.reason());
    return this;
  }

  private Behavior<Responder.Command> onStopped(Note.Stopped note) {
    Lane lane = lanes.lane(note.partition());
    if (!lane.leadsTo(note.ref())) {
      return this;
    }
    if (!lane.isDown()) {
      health.report(JOURNAL, Status.DOWN, "a partition stopped");
      lane.stopped("the journal stopped");
    }
    lanes.miss(note.partition());
    reloadWanted = true;
    endRound();
    timers.startSingleTimer(new Note.Restart(note.partition()), pause(restarts++));
    return this;
  }

  private Behavior<Responder.Command> onRestart(Note.Restart note) {
    start(lanes.lane(note.partition()));
    return this;
  }

  private void start(Lane lane) {
    ActorRef<Partition.Command> partition =
        getContext().spawnAnonymous(Partition.create(lane.number(), world));
    lane.lead(partition);
    getContext().watchWith(partition, new Note.Stopped(lane.number(), partition));
  }

  private Behavior<Responder.Command> onCheckClock() {
    if (clockWatch.step().isPresent()) {
      lanes.each(lane -> lane.add(Note.ClockStepped.INSTANCE));
      send();
    }
    return this;
  }

  /** Reports what the firewall made of a call; a reload that failed outweighs it. */
  private void reportFirewall(Optional<String> failure) {
    if (reloadFailures > 0) {
      return;
    }
    Optional<String> observing = firewall.observing();
    if (failure.isPresent()) {
      health.report(FIREWALL, Status.DEGRADED, failure.get());
    } else {
      Status status = observing.isPresent() ? Status.DEGRADED : Status.UP;
      health.report(FIREWALL, status, observing.orElse(""));
    }
  }

  private static Duration pause(int failures) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
  }
}
