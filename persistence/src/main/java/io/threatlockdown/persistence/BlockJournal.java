package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The responder with a memory: orders go to disk first, then to the firewall, and a restart makes
 * the same blocks be in force again. Routes commands to its partitions, which do the work, and
 * brings the firewall in line when all are recovered or somebody asks for it.
 */
public final class BlockJournal extends AbstractBehavior<Responder.Command> {
  private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 5; // 32 s

  private final TimerScheduler<Responder.Command> timers;
  private final PartitionWorld world;
  private final ClockWatch clockWatch;
  private final Lanes lanes;
  private final Stopgap stopgap;
  private final JournalTrouble trouble;
  private final Reloads reloads;
  private int restarts;

  /**
   * Returns the responder of a host. Reports the health parts {@code journal} and {@code firewall}.
   *
   * @param firewall carries out the blocks
   * @param log is told of every order and end
   * @param clock the wall clock
   * @param onFailure what becomes of orders while the journal cannot be written
   */
  public static Behavior<Responder.Command> create(
      Firewall firewall, ResponseLog log, Clock clock, OnJournalFailure onFailure, Health health) {
    return create(firewall, log, new Time(clock, System::nanoTime), onFailure, health);
  }

  static Behavior<Responder.Command> create(
      Firewall firewall, ResponseLog log, Time time, OnJournalFailure onFailure, Health health) {
    return create(firewall, log, time, onFailure, health, SnapshotPace.WEIGHT_MIN);
  }

  static Behavior<Responder.Command> create(
      Firewall firewall,
      ResponseLog log,
      Time time,
      OnJournalFailure onFailure,
      Health health,
      long snapshotWeight) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  PartitionWorld world =
                      new PartitionWorld(
                          firewall,
                          log,
                          time,
                          new ClockWatch(time),
                          context.getSelf(),
                          snapshotWeight);
                  return new BlockJournal(context, timers, world, onFailure, health);
                }));
  }

  private BlockJournal(
      ActorContext<Responder.Command> context,
      TimerScheduler<Responder.Command> timers,
      PartitionWorld world,
      OnJournalFailure onFailure,
      Health health) {
    super(context);
    this.timers = timers;
    this.clockWatch = world.clock();
    this.stopgap = new Stopgap(world.firewall(), world.time(), context.getSelf()::tell);
    this.world = world.with(stopgap.sparing());
    this.lanes =
        new Lanes(
            Optional.of(stopgap).filter(used -> onFailure == OnJournalFailure.BLOCK), world.time());
    this.trouble = new JournalTrouble(onFailure, health);
    this.reloads = new Reloads(context, timers, world, lanes, stopgap, health);
    trouble.reading();
    lanes.each(lane -> start(lane, false));
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
        .onMessage(Responder.Pardon.class, this::route)
        .onMessage(Responder.Disturbed.class, this::route)
        .onMessage(Note.Share.class, this::onShare)
        .onMessageEquals(Responder.Reload.INSTANCE, () -> onReload(true))
        .onMessageEquals(Note.ReloadAgain.INSTANCE, () -> onReload(false))
        .onMessage(Note.Collected.class, this::onCollected)
        .onMessage(Note.ReloadAnswered.class, this::onReloadAnswered)
        .onMessage(Note.Recovered.class, this::onRecovered)
        .onMessage(Note.Probing.class, this::onProbing)
        .onMessage(Note.Failing.class, this::onFailing)
        .onMessage(Note.StopgapAnswered.class, this::onStopgapAnswered)
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
      reloads.reportFirewall(answer.failure());
    }
    lanes.lane(deposit.partition()).add(deposit.note());
    send();
    return this;
  }

  private void send() {
    if (!reloads.isUnderWay()) {
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
    reloads.collectWhenIdle();
    send();
    reportJournal();
    return this;
  }

  private Behavior<Responder.Command> onReload(boolean lost) {
    reloads.want(lost);
    return this;
  }

  private Behavior<Responder.Command> onCollected(Note.Collected share) {
    reloads.collected(share);
    return this;
  }

  private Behavior<Responder.Command> onReloadAnswered(Note.ReloadAnswered answer) {
    reloads.answered(answer);
    reportJournal();
    return this;
  }

  private void reportJournal() {
    if (reloads.isAnswered() && lanes.areRecovered() && !lanes.areTroubled()) {
      boolean droppedUnrecorded = trouble.over(stopgap.size());
      if (droppedUnrecorded) {
        reloads.want(false); // Nothing that the journal refused, no end but the journal's.
      }
    }
  }

  private Behavior<Responder.Command> onRecovered(Note.Recovered note) {
    lanes.lane(note.partition()).recovered();
    return onReload(false);
  }

  private Behavior<Responder.Command> onFailing(Note.Failing note) {
    stopped(lanes.lane(note.partition()), note.reason());
    return this;
  }

  private void stopped(Lane lane, String reason) {
    lane.stopped(reason);
    trouble.begins(reason, stopgap.size());
  }

  private Behavior<Responder.Command> onProbing(Note.Probing note) {
    lanes.lane(note.partition()).probing(note.state());
    reloads.begin();
    return this;
  }

  private Behavior<Responder.Command> onStopgapAnswered(Note.StopgapAnswered answer) {
    stopgap.answered(answer);
    reloads.reportFirewall(answer.failure());
    return this;
  }

  private Behavior<Responder.Command> onStopped(Note.Stopped note) {
    Lane lane = lanes.lane(note.partition());
    if (!lane.leadsTo(note.ref())) {
      return this;
    }
    if (!lane.isDown()) {
      stopped(lane, "a partition stopped");
    }
    lanes.miss(note.partition());
    reloads.abandon();
    timers.startSingleTimer(new Note.Restart(note.partition()), pause(restarts++));
    return this;
  }

  private Behavior<Responder.Command> onRestart(Note.Restart note) {
    start(lanes.lane(note.partition()), true);
    return this;
  }

  private void start(Lane lane, boolean probing) {
    ActorRef<Partition.Command> partition =
        getContext()
            .spawnAnonymous(Partition.create(lane.number(), world.with(lane.clock()), probing));
    lane.lead(partition);
    getContext().watchWith(partition, new Note.Stopped(lane.number(), partition));
  }

  private Behavior<Responder.Command> onCheckClock() {
    if (!clockWatch.take().isZero()) {
      lanes.each(lane -> lane.add(Note.ClockStepped.INSTANCE));
      send();
    }
    lanes.each(this::tick);
    stopgap.again();
    if (lanes.areTroubled()) {
      trouble.goesOn(stopgap.size());
    }
    return this;
  }

  private void tick(Lane lane) {
    if (lane.tick()) {
      trouble.begins("a write takes longer than " + Lane.LATE_TICKS + " s", stopgap.size());
    }
  }

  /** Returns how long to wait after so many failures in a row. */
  static Duration pause(int failures) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
  }
}
