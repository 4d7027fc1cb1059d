package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@link ActionJournal} makes of one command: facts for the journal, and what is done once
 * they are on disk. Does nothing to the world itself.
 */
final class ActionDecisions {
  private final ActionState state;
  private final Draft draft;
  private final Instant now;
  private final BlockPolicy policy;
  private final ActionCalls calls;
  private final Countdown countdown;
  private final ResponseLog log;
  private final World world;
  private final List<Runnable> effects = new ArrayList<>();

  /** What stays the same from one command to the next. */
  record World(ActionNeeds needs, ActionCalls calls, Countdown countdown, ClockWatch clock) {}

  ActionDecisions(ActionState state, World world) {
    this.state = state;
    this.draft = new Draft(state);
    this.now = world.needs.time().now();
    this.policy = world.needs.policy();
    this.calls = world.calls;
    this.countdown = world.countdown;
    this.log = world.needs.log();
    this.world = world;
  }

  Draft draft() {
    return draft;
  }

  /** Does what follows from the facts. */
  void carryOut() {
    effects.forEach(Runnable::run);
    draft.tell(log);
  }

  void order(Waiting given) {
    if (given.at(world.needs.time().offset()) instanceof Responder.Order command) {
      order(command);
    }
  }

  private void order(Responder.Order command) {
    Optional<String> refusal = Bounds.refusal(command.order());
    if (refusal.isPresent()) {
      effects.add(() -> Lane.refuse(command, refusal.get()));
      return;
    }
    BlockOrder order = Bounds.within(command.order());
    Optional<Block> inForce = inForce(order.key());
    if (inForce.isPresent()) {
      extend(inForce.get(), order, Optional.of(command));
      return;
    }
    if (state.isFull(order)) {
      effects.add(() -> Lane.refuse(command, "too many responses in force"));
      return;
    }
    Block block = draft.begin(order.key().keys().isEmpty() ? order : priced(order));
    effects.add(() -> accept(command, block, false));
    effects.add(() -> countdown.start(block));
    if (ActionState.isBuiltIn(block)) {
      effects.add(() -> log.added(block.order(), false));
    }
    effects.add(() -> calls.add(block));
  }

  /** A program says what it is about. Its key is taken for it by now. */
  void keysTold(ActionNote.KeysTold note, Block block, BlockKey key) {
    Optional<Block> inForce = inForce(key);
    if (inForce.isPresent()) {
      extend(inForce.get(), block.order(), Optional.empty());
      draft.record(block, new Fact.Joined(note.number(), now, inForce.get().id().number()));
      effects.add(() -> calls.free(note.number()));
      effects.add(() -> note.answer().complete(false));
      return;
    }
    BlockOrder priced = priced(block.order().withKey(key));
    Fact.Keyed fact =
        new Fact.Keyed(
            note.number(),
            now,
            key.keys(),
            priced.offence(),
            priced.duration(),
            priced.duration().map(now::plus));
    Block keyed = draft.change(block, fact);
    state.undoing().stream()
        .filter(waiting -> waiting.order().key().equals(key))
        .filter(waiting -> waiting.order().target().equals(block.order().target()))
        .forEach(waiting -> leave(waiting, keyed)); // It waits for this program's key.
    effects.add(() -> countdown.start(keyed));
    effects.add(() -> note.answer().complete(true));
  }

  void added(ActionNote.Added note, Block block) {
    long number = note.number();
    if (note.begun().isEmpty()) {
      addFailed(number, block, note.failure().map(Bounds::cut).orElse("unknown"));
    } else if (!note.begun().get().lasting() || isOverWithItsProgram(block)) {
      var unused = said(note, block, new Fact.Ran(number, note.at(), Optional.empty()));
    } else if (block.state() != State.ENFORCED && block.state() != State.OBSERVED) {
      boolean observed = calls.isObserving() || ActionState.isBy(block, Means.NOBODY);
      var unused = said(note, block, new Fact.Applied(number, note.at(), observed));
    }
  }

  /** Records that it was carried out; the outcome says what it said to that. */
  private Block said(ActionNote.Added note, Block block, Fact.OfBlock fact) {
    return draft.change(block, fact, Outcomes.kind(block, fact), note.begun().flatMap(Begun::note));
  }

  private void addFailed(long number, Block block, String failure) {
    if (isOverWithItsProgram(block)) {
      draft.record(block, new Fact.Ran(number, now, Optional.of(failure)));
    } else if (block.state() != State.FAILED || !block.failure().equals(Optional.of(failure))) {
      draft.record(block, new Fact.ApplyFailed(number, now, failure));
    }
  }

  /** Whether there is nothing to undo: it told no keys, or has no end but its program's. */
  private static boolean isOverWithItsProgram(Block block) {
    return block.order().key().keys().isEmpty()
        || (block.order().duration().isEmpty()
            && !ActionState.isBuiltIn(block)
            && !ActionState.isBy(block, Means.NOBODY));
  }

  void deleted(ActionNote.Deleted note, Block block, boolean giveUp) {
    long number = note.number();
    if (note.failure().isEmpty()) {
      draft.record(block, new Fact.Lifted(number, note.at()));
      return;
    }
    String failure = Bounds.cut(note.failure().get());
    if (giveUp) {
      draft.record(block, new Fact.GivenUp(number, note.at(), failure));
    } else if (!block.failure().equals(Optional.of(failure))) {
      draft.record(block, new Fact.ReleaseFailed(number, note.at(), failure));
    }
  }

  /** A block of the same key and target began before this one was undone. */
  void leave(Block undoing, Block next) {
    String why = "left to " + next.id() + ", which is of the same key";
    Fact.GivenUp fact = new Fact.GivenUp(undoing.id().number(), now, why);
    var unused = draft.change(undoing, fact, Optional.of(Outcome.Kind.LEFT), Optional.of(why));
    effects.add(() -> calls.withdraw(undoing.id().number()));
  }

  void release(Responder.Release command) {
    Optional<Block> block =
        draft.find(command.id().number()).filter(found -> !found.state().isEnded());
    Optional<Block> ended =
        block.map(
            found ->
                end(
                    found,
                    new Fact.Released(
                        command.id().number(),
                        now,
                        Bounds.cut(command.by()),
                        Bounds.cut(command.reason()))));
    effects.add(() -> command.replyTo().tell(new Responder.Released(ended.map(Memory::shown))));
  }

  /** Forgets the offences of offenders, and ends what is in force against them if so asked. */
  void pardon(Responder.Pardon command) {
    List<AddressPrefix> offenders = command.offenders();
    List<Block> known = state.inForceOf(offenders);
    List<Block> released = state.inForceOf(command.released());
    String by = Bounds.cut(command.by());
    String reason = Bounds.cut(command.reason());
    for (Block block : released) {
      var unused = end(block, new Fact.Released(block.id().number(), now, by, reason));
    }
    if (!known.isEmpty() || state.hasPast(offenders)) {
      draft.record(new Fact.Pardoned(offenders, now));
    }
    effects.add(() -> command.replyTo().tell(new Responder.Pardoned(released.size())));
  }

  /** A block came due; not if it got another end or ended since that was counted. */
  void due(Block block) {
    draft
        .find(block.id().number())
        .filter(found -> !found.state().isEnded())
        .filter(found -> found.expiresAt().equals(block.expiresAt()))
        .ifPresent(this::expire);
  }

  private void expire(Block block) {
    var unused = end(block, new Fact.Expired(block.id().number(), now));
  }

  private Block end(Block block, Fact.OfBlock fact) {
    Block ended = draft.change(block, fact);
    if (ActionState.isToBeUndone(block)) {
      effects.add(() -> calls.delete(ended));
      if (ActionState.isBuiltIn(block)) {
        effects.add(() -> log.deleted(block.order()));
      }
    }
    return ended;
  }

  /** Returns the block in force of the key; one that is overdue ends. */
  private Optional<Block> inForce(BlockKey key) {
    Optional<Block> found = key.keys().isEmpty() ? Optional.empty() : draft.inForce(key);
    Optional<Block> overdue = found.filter(this::isOver);
    overdue.ifPresent(this::expire);
    return found.filter(block -> overdue.isEmpty());
  }

  private boolean isOver(Block block) {
    return block.expiresAt().map(end -> !end.isAfter(now)).orElse(false);
  }

  private void extend(Block block, BlockOrder order, Optional<Responder.Order> command) {
    long number = block.id().number();
    Optional<Duration> duration =
        order.ladder().isPresent()
            ? order.duration()
            : order.duration().map(first -> policy.duration(first, block.order().offence() - 1));
    draft.climbed(order);
    Optional<Instant> end = PartitionState.longest(block.expiresAt(), duration.map(now::plus));
    Block extended =
        draft.change(block, new Fact.Extended(number, now, end, block.suppressedAlerts() + 1));
    if (!end.equals(block.expiresAt())) {
      effects.add(() -> countdown.start(extended));
      if (ActionState.isBuiltIn(block)) {
        effects.add(() -> calls.add(extended)); // It may hold the end, as the kernel's sets do.
      }
    }
    if (ActionState.isBuiltIn(block)) {
      effects.add(() -> log.added(order, true));
    }
    command.ifPresent(asked -> effects.add(() -> accept(asked, extended, true)));
  }

  /** Returns the order as long as an offence of its key lasts now. */
  private BlockOrder priced(BlockOrder order) {
    if (order.ladder().isPresent()) {
      return order; // Its offences are those of a ladder.
    }
    int prior = state.offences(order.key(), now, policy);
    return order.lasting(prior + 1, order.duration().map(first -> policy.duration(first, prior)));
  }

  private void accept(Responder.Order command, Block block, boolean extended) {
    command
        .replyTo()
        .tell(
            new Responder.Ordered(
                command.order(),
                Optional.of(block.id()),
                block.expiresAt().map(end -> end.plus(world.clock.unnoticed())),
                extended,
                Optional.empty()));
  }
}
