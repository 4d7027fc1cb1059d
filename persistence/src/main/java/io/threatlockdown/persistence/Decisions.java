package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a partition makes of the commands of one write: facts for the journal, and what is to be
 * done about them once they are on disk. Does nothing to the world itself.
 */
final class Decisions {
  /** The most blocks that expire in one write. */
  static final int DUE_MAX = 10_000;

  private final PartitionState state;
  private final Draft draft;
  private final Instant now;
  private final boolean observing;
  private final Map<Long, AddressPrefix> toBlock = new LinkedHashMap<>();
  private final Map<Long, AddressPrefix> toLift = new LinkedHashMap<>();
  private final Set<AddressPrefix> foreign = new LinkedHashSet<>();
  private final List<Retries.Call> retryCalls = new ArrayList<>();
  private final List<Block> started = new ArrayList<>();
  private final List<Consumer<Duration>> replies = new ArrayList<>();
  private final List<LogEntry> logEntries = new ArrayList<>();

  /** What the response log is told. */
  private record LogEntry(BlockOrder order, boolean begins, boolean alreadyActive) {}

  /**
   * @param observing whether the firewall only observes
   */
  Decisions(PartitionState state, Instant now, boolean observing) {
    this.state = state;
    this.draft = new Draft(state);
    this.now = now;
    this.observing = observing;
  }

  Draft draft() {
    return draft;
  }

  /** Returns what to drop, by block number. */
  Map<Long, AddressPrefix> toBlock() {
    return toBlock;
  }

  /** Returns what to stop dropping, by block number. */
  Map<Long, AddressPrefix> toLift() {
    return toLift;
  }

  /** Returns what the firewall holds for no block of ours. */
  Set<AddressPrefix> foreign() {
    return foreign;
  }

  List<Retries.Call> retryCalls() {
    return retryCalls;
  }

  /** Returns the blocks that have a new end. */
  List<Block> started() {
    return started;
  }

  /**
   * Answers the callers.
   *
   * @param step how far the wall clock was set since the decision
   */
  void reply(Duration step) {
    replies.forEach(reply -> reply.accept(step));
  }

  /** Tells the log; the short form stands in for the alert of a block that ends. */
  void tell(ResponseLog log) {
    for (LogEntry entry : logEntries) {
      if (entry.begins) {
        log.added(entry.order, entry.alreadyActive);
      } else {
        log.deleted(entry.order);
      }
    }
    draft.tell(log);
  }

  void order(Responder.Order command) {
    Optional<String> refusal = Bounds.refusal(command.order());
    if (refusal.isPresent()) {
      refuse(command, refusal.get());
      return;
    }
    BlockOrder order = Bounds.within(command.order());
    Optional<Block> inForce = draft.inForce(order.key());
    if (inForce.isPresent() && !isOver(inForce.get())) {
      extend(command, order, inForce.get());
      return;
    }
    inForce.ifPresent(this::expire);
    if (state.inForce().size() + draft.begun() >= PartitionState.IN_FORCE_MAX
        || state.isFull(order.addresses())) {
      refuse(command, "too many blocks in force");
      return;
    }
    Block block = draft.begin(order);
    toBlock.put(block.id().number(), order.addresses());
    started.add(block);
    logEntries.add(new LogEntry(order, true, false));
    accept(command, block, false);
  }

  void release(Responder.Release command) {
    Optional<Block> inForce = notEnded(command.id().number());
    if (inForce.isEmpty()) {
      replies.add(step -> command.replyTo().tell(new Responder.Released(Optional.empty())));
      return;
    }
    Fact.Released fact = released(command.id().number(), command.by(), command.reason());
    end(inForce.get());
    Block block = draft.change(inForce.get(), fact);
    replies.add(
        step -> command.replyTo().tell(new Responder.Released(Optional.of(Memory.shown(block)))));
  }

  /** Forgets offences. The answer, once that is on disk, is how many blocks ended. */
  void pardon(Responder.Pardon command, IntConsumer answer) {
    List<Block> released =
        state.inForceOf(command.released()).stream()
            .flatMap(block -> notEnded(block.id().number()).stream())
            .toList();
    for (Block block : released) {
      end(block);
      draft.record(block, released(block.id().number(), command.by(), command.reason()));
    }
    if (state.knowsAny(command.offenders())) {
      draft.record(new Fact.Pardoned(command.offenders(), now));
    }
    replies.add(step -> answer.accept(released.size()));
  }

  private Optional<Block> notEnded(long number) {
    return draft.find(number).filter(block -> !block.state().isEnded());
  }

  private Fact.Released released(long number, String by, String reason) {
    return new Fact.Released(number, now, Bounds.cut(by), Bounds.cut(reason));
  }

  void suppress(Responder.Suppress command) {
    draft.record(new Fact.Suppressed(Bounds.within(command.suppression())));
  }

  void due(Countdown countdown) {
    for (Block due : countdown.takeDue(state, DUE_MAX)) {
      notEnded(due.id().number())
          .filter(block -> block.expiresAt().equals(due.expiresAt()))
          .ifPresent(this::expire);
    }
  }

  void retry(Retries retries) {
    retryCalls.addAll(retries.takeRound());
  }

  /** A block that is on its way to the firewall anyway has not drifted. */
  void touched(Note.Touched note) {
    String by = Bounds.cut(note.by());
    for (AddressPrefix target : note.targets()) {
      List<Block> blocks = state.inForceOf(target);
      for (Block block : blocks) {
        long number = block.id().number();
        Optional<Block> found = draft.find(number).filter(each -> each.state() == State.ENFORCED);
        if (found.isPresent()) {
          draft.record(found.get(), new Fact.BlockDrifted(number, now, by));
          toBlock.put(number, target);
        }
      }
      if (blocks.isEmpty() && !toBlock.containsValue(target)) {
        draft.record(new Fact.ForeignRemoved(target, now, by));
        foreign.add(target);
      }
    }
  }

  void answered(Note.Answered answer, Retries retries) {
    if (answer.failure().isEmpty()) {
      retries.succeeded();
    }
    answer
        .targets()
        .forEach(
            (number, target) -> {
              Optional<Block> block = draft.find(number);
              if (answer.lift()) {
                lifted(number, target, block, answer, retries);
              } else {
                block
                    .filter(found -> !found.state().isEnded())
                    .ifPresent(found -> blocked(found, answer, retries));
              }
            });
  }

  private void blocked(Block block, Note.Answered answer, Retries retries) {
    long number = block.id().number();
    if (answer.failure().isPresent()) {
      String failure = Bounds.cut(answer.failure().get());
      retries.blockFailed(number, block.order().addresses());
      if (block.state() != State.FAILED || !block.failure().equals(Optional.of(failure))) {
        draft.record(block, new Fact.ApplyFailed(number, answer.at(), failure));
      }
    } else if (block.state() != (observing ? State.OBSERVED : State.ENFORCED)) {
      draft.record(block, new Fact.Applied(number, answer.at(), observing));
    }
  }

  private void lifted(
      long number,
      AddressPrefix target,
      Optional<Block> block,
      Note.Answered answer,
      Retries retries) {
    if (answer.failure().isEmpty()) {
      block.ifPresent(found -> draft.record(found, new Fact.Lifted(number, answer.at())));
      return;
    }
    String failure = Bounds.cut(answer.failure().get());
    retries.liftFailed(number, target);
    block
        .filter(found -> !found.failure().equals(Optional.of(failure)))
        .ifPresent(
            found -> draft.record(found, new Fact.ReleaseFailed(number, answer.at(), failure)));
  }

  private void extend(Responder.Order command, BlockOrder order, Block block) {
    long number = block.id().number();
    Optional<Instant> end = PartitionState.longest(block.expiresAt(), order.expiresAt());
    Block extended =
        draft.change(block, new Fact.Extended(number, now, end, block.suppressedAlerts() + 1));
    draft.climbed(order);
    if (!end.equals(block.expiresAt())) {
      toBlock.put(number, block.order().addresses());
      started.add(extended);
    }
    logEntries.add(new LogEntry(order, true, true));
    accept(command, extended, true);
  }

  private void expire(Block block) {
    end(block);
    draft.record(block, new Fact.Expired(block.id().number(), now));
  }

  private void end(Block block) {
    long number = block.id().number();
    toBlock.remove(number);
    toLift.put(number, block.order().addresses());
    logEntries.add(new LogEntry(Memory.shown(block).order(), false, false));
  }

  private boolean isOver(Block block) {
    return block.expiresAt().map(end -> !end.isAfter(now)).orElse(false);
  }

  private void accept(Responder.Order command, Block block, boolean extended) {
    replies.add(
        step ->
            command
                .replyTo()
                .tell(
                    new Responder.Ordered(
                        command.order(),
                        Optional.of(block.id()),
                        block.expiresAt().map(end -> end.plus(step)),
                        extended,
                        Optional.empty())));
  }

  private void refuse(Responder.Order command, String why) {
    replies.add(step -> Lane.refuse(command, why));
  }
}
