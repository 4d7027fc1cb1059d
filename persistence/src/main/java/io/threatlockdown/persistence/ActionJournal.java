package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The responder of everything that is no drop: programs, accounts, files. Each order goes to disk
 * before it is carried out, ends at its time whatever happened in between, and is undone until that
 * worked or was tried {@link ActionTries#UNDO_MAX} times. After a start, programs that may not have
 * been told to go on are begun again, built-in responses are made sure of, and what was to be
 * undone is.
 */
final class ActionJournal extends EventSourcedBehavior<Responder.Command, Facts, ActionState> {
  /** Behind those of the drops. Part of the format. */
  static final int PARTITION = 9;

  private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);
  private static final Duration RESTART_MIN = Duration.ofSeconds(1);
  private static final Duration RESTART_MAX = Duration.ofSeconds(32);
  private static final int DUE_MAX = 1_000;

  private final ActorContext<Responder.Command> context;
  private final TimerScheduler<Responder.Command> timers;
  private final ActionDecisions.World world;
  private final ActionCalls calls;
  private final ClockWatch clock;
  private final Countdown countdown;
  private final ActionTrouble trouble;
  private final DueTimer due;
  private final ActionTries tries = new ActionTries();
  private final ActionState empty = new ActionState(PARTITION); // Asked for once, so left empty.
  private final long snapshotEvery;

  static Behavior<Responder.Command> create(ActionNeeds needs) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ActionJournal(context, timers, needs)));
  }

  private ActionJournal(
      ActorContext<Responder.Command> context,
      TimerScheduler<Responder.Command> timers,
      ActionNeeds needs) {
    super(
        PersistenceId.ofUniqueId("blocks-" + PARTITION),
        SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0)
            .withLoggingEnabled(false)); // It says itself what fails.
    this.context = context;
    this.timers = timers;
    this.calls = new ActionCalls(needs.actions(), needs.time(), context.getSelf()::tell);
    this.clock = new ClockWatch(needs.time());
    this.countdown = new Countdown(needs.time(), clock);
    this.world = new ActionDecisions.World(needs, calls, countdown, clock);
    this.due = new DueTimer(timers, context.getSelf()::tell);
    this.trouble = new ActionTrouble(needs.health());
    this.snapshotEvery = needs.snapshotEvery();
  }

  @Override
  public ActionState emptyState() {
    return empty;
  }

  @Override
  public CommandHandler<Responder.Command, Facts, ActionState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            ActionNote.Given.class,
            (state, given) -> decide(state, given, d -> d.order(given.order())))
        .onCommand(
            Responder.Release.class,
            (state, release) -> decide(state, release, d -> d.release(release)))
        .onCommand(
            Responder.Pardon.class, (state, pardon) -> decide(state, pardon, d -> d.pardon(pardon)))
        .onCommand(Responder.ListBlocks.class, this::onQuestion)
        .onCommand(Responder.FindBlock.class, this::onQuestion)
        .onCommand(Responder.Recall.class, this::onQuestion)
        .onCommand(Responder.Reload.class, (state, reload) -> onReload(state))
        .onCommand(ActionNote.KeysTold.class, this::onKeysTold)
        .onCommand(ActionNote.Added.class, this::onAdded)
        .onCommand(ActionNote.Deleted.class, this::onDeleted)
        .onCommand(ActionNote.Again.class, this::onAgain)
        .onCommand(ActionNote.Due.class, (state, due) -> onDue(state))
        .onCommand(ActionNote.CheckClock.class, (state, check) -> decide(state, check, d -> {}))
        .build();
  }

  @Override
  public EventHandler<ActionState, Facts> eventHandler() {
    return (state, event) -> (state == empty ? new ActionState(PARTITION) : state).apply(event);
  }

  @Override
  public SignalHandler<ActionState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(
            RecoveryFailed.class, (state, signal) -> trouble.journalFails(signal.getFailure()))
        .onSignal(
            JournalPersistFailed.class, (state, signal) -> trouble.journalFails(signal.failure()))
        .onSignal(
            JournalPersistRejected.class, (state, signal) -> trouble.journalFails(signal.failure()))
        .build();
  }

  @Override
  public boolean shouldSnapshot(ActionState state, Facts event, long sequenceNumber) {
    return state.takeSnapshotDue(snapshotEvery);
  }

  @Override
  public SnapshotAdapter<ActionState> snapshotAdapter() {
    return PartitionSnapshot.adapter(
        ActionState::snapshot, snapshot -> ActionState.of(PARTITION, snapshot));
  }

  private void onRecovered(ActionState state) {
    due.came();
    clock.onDisk(state.lastRebased());
    timers.startTimerWithFixedDelay(ActionNote.CheckClock.INSTANCE, CLOCK_CHECK);
    countdown.restart(state);
    state.toBegin().stream()
        .filter(block -> !calls.isAdded(block.id().number()))
        .forEach(calls::add);
    calls.tellUnrecorded();
    state
        .undoing()
        .forEach(block -> context.getSelf().tell(new ActionNote.Again(block.id().number())));
    due.arm(countdown.untilNext(state));
    trouble.recovered();
  }

  private interface Decide {
    void on(ActionDecisions decisions);
  }

  /** A command that comes when the clock was set is taken once that is on disk. */
  private Effect<Facts, ActionState> decide(
      ActionState state, Responder.Command command, Decide decide) {
    Optional<Fact.Rebased> step = clock.rebase(state);
    if (step.isPresent()) {
      return Effect()
          .persist(Facts.of(step.get()))
          .thenRun(
              rebased -> {
                clock.onDisk(rebased.lastRebased());
                countdown.restart(rebased);
                due.arm(countdown.untilNext(rebased));
                context.getSelf().tell(command);
              });
    }
    return decided(state, decide, () -> {});
  }

  private Effect<Facts, ActionState> decided(ActionState state, Decide decide, Runnable then) {
    ActionDecisions decisions = new ActionDecisions(state, world);
    decide.on(decisions);
    if (decisions.draft().isEmpty()) {
      decisions.carryOut();
      then.run();
      return Effect().none();
    }
    return Effect()
        .persist(decisions.draft().event())
        .thenRun(
            written -> {
              decisions.carryOut();
              then.run();
              due.arm(countdown.untilNext(written));
            });
  }

  private Effect<Facts, ActionState> onQuestion(ActionState state, Responder.Command question) {
    ActionAnswers.answer(state, question);
    return Effect().none();
  }

  /** What others did to the kernel may have undone responses too; programs are not asked again. */
  private Effect<Facts, ActionState> onReload(ActionState state) {
    state.inForce().stream().filter(ActionState::isBuiltIn).forEach(calls::add);
    return Effect().none();
  }

  private Effect<Facts, ActionState> onKeysTold(ActionState state, ActionNote.KeysTold note) {
    Optional<Block> block = state.notEnded(note.number());
    if (block.isEmpty()) {
      note.answer().complete(false); // Released meanwhile.
      return Effect().none();
    }
    if (block.get().order().duration().isEmpty()) {
      note.answer().complete(true); // It ends with its program, so there is nothing to tell apart.
      return Effect().none();
    }
    BlockKey before = block.get().order().key();
    List<String> keys = note.keys().isEmpty() ? List.of(before.program()) : note.keys();
    BlockKey key = new BlockKey(before.hostId(), before.program(), keys);
    Optional<String> refusal = Bounds.refusal(key);
    if (refusal.isPresent()) {
      context.getLog().warn("{} is told to stop: {}", before.program(), refusal.get());
      note.answer().complete(false);
      return Effect().none();
    }
    if (!before.keys().isEmpty()) { // Begun again after a crash: what is known stays.
      note.answer().complete(true);
      return Effect().none();
    }
    if (calls.holds(note.number(), key)) {
      return decide(state, note, decisions -> decisions.keysTold(note, block.get(), key));
    }
    calls.takeForProgram(note.number(), key, () -> context.getSelf().tell(note));
    return Effect().none();
  }

  private Effect<Facts, ActionState> onAdded(ActionState state, ActionNote.Added note) {
    long number = note.number();
    if (!calls.over(number, note.call(), note)) {
      return Effect().none();
    }
    Optional<Block> block = state.notEnded(number);
    boolean again = note.failure().isPresent() && block.filter(ActionState::isBuiltIn).isPresent();
    if (note.failure().isPresent() && block.isPresent()) {
      trouble.addFailed(block.get(), note.failure().get());
    }
    return decided(
        state,
        decisions -> block.ifPresent(found -> decisions.added(note, found)),
        () -> afterTry(number, again));
  }

  private Effect<Facts, ActionState> onDeleted(ActionState state, ActionNote.Deleted note) {
    long number = note.number();
    if (!calls.over(number, note.call(), note)) {
      return Effect().none();
    }
    Optional<Block> block = state.undoing(number);
    boolean givenUp = tries.isLast(number);
    boolean failed = note.failure().isPresent() && block.isPresent();
    if (failed) {
      trouble.deleteFailed(block.get(), note.failure().get(), givenUp);
    }
    return decided(
        state,
        decisions -> block.ifPresent(found -> decisions.deleted(note, found, givenUp)),
        () -> afterTry(number, failed && !givenUp));
  }

  private void afterTry(long number, boolean again) {
    calls.recorded(number);
    if (again) {
      context.scheduleOnce(tries.failed(number), context.getSelf(), new ActionNote.Again(number));
    } else {
      tries.forget(number);
    }
  }

  private Effect<Facts, ActionState> onAgain(ActionState state, ActionNote.Again again) {
    long number = again.number();
    state.notEnded(number).filter(ActionState::isBuiltIn).ifPresent(calls::add);
    Optional<Block> undoing = state.undoing(number).filter(block -> !calls.isDeleted(number));
    Optional<Block> next = undoing.flatMap(state::next);
    if (next.isPresent()) { // What undoes that one undoes this one; until then it is to stay.
      return decide(state, again, decisions -> decisions.leave(undoing.get(), next.get()));
    }
    undoing.ifPresent(calls::delete);
    return Effect().none();
  }

  private Effect<Facts, ActionState> onDue(ActionState state) {
    due.came();
    Effect<Facts, ActionState> ends =
        decide(
            state,
            ActionNote.Due.INSTANCE,
            decisions -> countdown.takeDue(state, DUE_MAX).forEach(decisions::due));
    due.arm(countdown.untilNext(state)); // For what is due later, and for a timer that was early.
    return ends;
  }
}
