package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One share of the blocks. Gets commands in batches, one batch at a time, writes what they mean as
 * one event, and only then calls the firewall, answers, and counts down. If the journal fails it
 * stops; its parent starts a new one, which knows what is on disk.
 */
final class Partition extends EventSourcedBehavior<Partition.Command, Facts, PartitionState> {
  /** Everything a partition accepts. */
  sealed interface Command {}

  /** Commands and notes to be taken in one write. Answered with {@link Note.Written}. */
  record Batch(List<Waiting> commands) implements Command {}

  /**
   * Hand over what the firewall should hold.
   *
   * @param drifted whether the firewall is known to have lost it
   */
  record Collect(boolean drifted) implements Command {}

  /** A reload succeeded. */
  record Reloaded(Instant at, long upTo, boolean observed) implements Command {}

  /** A reload failed, so nothing is known to be in force. */
  record ReloadFailed(Instant at) implements Command {}

  private enum Tick implements Command {
    DUE,
    RETRY,
    SNAPSHOT, // Write something, so that the one that is due is taken.
    PROBE // See whether the disk is back.
  }

  /**
   * @param probing whether the disk failed before: it must take a write before this one is there
   */
  static Behavior<Command> create(int number, PartitionWorld world, boolean probing) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Partition(context, timers, number, world, probing)));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final int number;
  private final PartitionWorld world;
  private final boolean probing;
  private final Countdown countdown;
  private final Retries retries = new Retries();
  private final FirewallCalls firewall;
  private final Answers answers;
  private final SnapshotPace snapshotPace;
  private boolean dueDeposited;

  private Partition(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      int number,
      PartitionWorld world,
      boolean probing) {
    super(PersistenceId.ofUniqueId("blocks-" + number), PekkoSettings.stopSilently());
    this.context = context;
    this.timers = timers;
    this.number = number;
    this.world = world;
    this.probing = probing;
    this.countdown = new Countdown(world.time(), world.clock());
    this.answers = new Answers(number, world.journal());
    this.firewall = new FirewallCalls(world.firewall(), world.time(), world.clock(), this::deposit);
    this.snapshotPace = new SnapshotPace(world.snapshotWeight());
  }

  @Override
  public PartitionState emptyState() {
    return new PartitionState(number);
  }

  @Override
  public CommandHandler<Command, Facts, PartitionState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Batch.class, this::onBatch)
        .onCommand(Collect.class, this::onCollect)
        .onCommand(Reloaded.class, this::onReloaded)
        .onCommand(
            ReloadFailed.class, failed -> Effect().persist(Facts.of(new Fact.Drifted(failed.at))))
        .onCommand(Tick.class, this::onTick)
        .build();
  }

  @Override
  public EventHandler<PartitionState, Facts> eventHandler() {
    return (state, event) -> {
      snapshotPace.add(event);
      return state.apply(event);
    };
  }

  @Override
  public SignalHandler<PartitionState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(RecoveryFailed.class, (state, signal) -> failing(signal.getFailure()))
        .onSignal(JournalPersistFailed.class, (state, signal) -> failing(signal.failure()))
        .onSignal(JournalPersistRejected.class, (state, signal) -> failing(signal.failure()))
        .onSignal(
            SnapshotFailed.class,
            (state, signal) ->
                context.getLog().warn("No snapshot: {}", StoreFailure.text(signal.getFailure())))
        .build();
  }

  /** The store deletes the events that a snapshot replaces when it is written. */
  @Override
  public boolean shouldSnapshot(PartitionState state, Facts event, long sequenceNumber) {
    return snapshotPace.take(state);
  }

  @Override
  public SnapshotAdapter<PartitionState> snapshotAdapter() {
    return PartitionSnapshot.adapter(
        PartitionState::snapshot, snapshot -> PartitionState.of(number, snapshot));
  }

  private void onRecovered(PartitionState state) {
    world.clock().onDisk(state.lastRebased());
    countdown.restart(state);
    answers.unverified(state);
    if (probing) {
      world.journal().tell(new Note.Probing(number, state));
      context.getSelf().tell(Tick.PROBE);
    } else {
      ready(state);
    }
  }

  private void ready(PartitionState state) {
    if (snapshotPace.isDue(state)) {
      context.getSelf().tell(Tick.SNAPSHOT); // The next start need not read all that again.
    }
    arm(state);
    world.journal().tell(new Note.Recovered(number));
  }

  private void failing(Throwable failure) {
    context.getLog().debug("Partition {} of the block journal fails", number, failure);
    world.journal().tell(new Note.Failing(number, StoreFailure.text(failure)));
  }

  private Effect<Facts, PartitionState> onBatch(PartitionState state, Batch batch) {
    Optional<Fact.Rebased> step = world.clock().rebase(state);
    if (step.isPresent()) {
      return onClockStep(step.get(), batch);
    }
    boolean observing = world.firewall().observing().isPresent();
    Decisions decisions = new Decisions(state, world.time().now(), observing);
    ClockOffset offset = world.time().offset();
    batch.commands.forEach(waiting -> take(state, waiting.at(offset), decisions));
    if (decisions.draft().isEmpty()) {
      carryOut(state, decisions);
      return Effect().none();
    }
    return Effect()
        .persist(decisions.draft().event())
        .thenRun(written -> carryOut(written, decisions));
  }

  private Effect<Facts, PartitionState> onClockStep(Fact.Rebased fact, Batch batch) {
    context.getLog().warn("The wall clock was set by {}; blocks keep what is left", fact.step());
    return Effect()
        .persist(Facts.of(fact))
        .thenRun(
            rebased -> {
              world.clock().onDisk(rebased.lastRebased());
              countdown.restart(rebased);
              context.getSelf().tell(batch);
            });
  }

  /** Reads are answered at once, from what is on disk. */
  private void take(PartitionState state, Responder.Command command, Decisions decisions) {
    if (command instanceof Responder.Order order) {
      decisions.order(order);
    } else if (command instanceof Note.Answered answer) {
      decisions.answered(answer, retries);
    } else if (command instanceof Responder.Suppress suppress) {
      decisions.suppress(suppress);
    } else if (command instanceof Responder.Release release) {
      decisions.release(release);
    } else if (command instanceof Note.Due) {
      dueDeposited = false;
      decisions.due(countdown);
    } else if (command instanceof Note.Retry) {
      decisions.retry(retries);
    } else if (command instanceof Note.Touched touched) {
      decisions.touched(touched);
    } else if (command instanceof Note.PardonShare share) {
      decisions.pardon(share.pardon(), released -> answers.pardoned(share, released));
    } else {
      answers.answer(state, command);
    }
  }

  private Effect<Facts, PartitionState> onCollect(PartitionState state, Collect command) {
    return command.drifted && !state.inForce().isEmpty()
        ? Effect().persist(Facts.of(new Fact.Drifted(world.time().now()))).thenRun(this::handOver)
        : Effect().none().thenRun(this::handOver);
  }

  private Effect<Facts, PartitionState> onReloaded(PartitionState state, Reloaded command) {
    return state.inForce().isEmpty()
        ? Effect().none()
        : Effect()
            .persist(Facts.of(new Fact.Reapplied(command.at, command.upTo, command.observed)))
            .thenRun(reapplied -> answers.verified());
  }

  private Effect<Facts, PartitionState> onTick(PartitionState state, Tick tick) {
    if (tick == Tick.PROBE) {
      return Effect().persist(new Facts(List.of())).thenRun(this::ready);
    }
    if (tick == Tick.SNAPSHOT) {
      return Effect().persist(new Facts(List.of()));
    }
    if (tick == Tick.RETRY) {
      deposit(Note.Retry.INSTANCE);
    } else {
      arm(state);
    }
    return Effect().none();
  }

  private void handOver(PartitionState state) {
    ClockOffset now = world.time().offset();
    world.journal().tell(new Note.Collected(number, firewall.all(state), state.lastNumber(), now));
  }

  /** The firewall comes first: that is what an attacker races against. */
  private void carryOut(PartitionState state, Decisions decisions) {
    firewall.block(state, decisions.toBlock());
    firewall.lift(state, decisions.toLift());
    firewall.removeForeign(state, decisions.foreign());
    decisions.retryCalls().forEach(call -> firewall.again(state, call));
    decisions.reply(world.clock().unnoticed());
    decisions.tell(world.log());
    decisions.started().forEach(countdown::start);
    arm(state);
    if (!retries.isEmpty() && !timers.isTimerActive(Tick.RETRY)) {
      timers.startSingleTimer(Tick.RETRY, Tick.RETRY, retries.pause());
    }
    world.journal().tell(new Note.Written(number));
  }

  /** Arms the one timer for the block that is due next. */
  private void arm(PartitionState state) {
    Optional<Duration> next = countdown.untilNext(state);
    if (next.isEmpty()) {
      timers.cancel(Tick.DUE);
    } else if (next.get().isZero()) {
      timers.cancel(Tick.DUE);
      if (!dueDeposited) {
        dueDeposited = true;
        deposit(Note.Due.INSTANCE);
      }
    } else {
      timers.startSingleTimer(Tick.DUE, Tick.DUE, next.get());
    }
  }

  private void deposit(Note.ForPartition note) {
    world.journal().tell(new Note.Deposit(number, note));
  }
}
