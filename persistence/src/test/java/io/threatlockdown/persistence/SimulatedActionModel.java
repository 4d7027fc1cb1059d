package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of the responses that are no drops. */
final class SimulatedActionModel {
  /** How long after a fault it may take: a retry waits for 64 s, its program runs for 30 s. */
  private static final long SETTLES_WITHIN_NANOS = Duration.ofSeconds(130).toNanos();

  /** How long a response may wait for others of its key. */
  private static final long BEGUN_WITHIN_NANOS = Duration.ofSeconds(60).toNanos();

  private final SimulatedModel model;
  private final Map<BlockId, Long> sureEnd = new HashMap<>();
  private final Map<List<Object>, Set<BlockId>> begunAs = new HashMap<>();
  private final Map<AddressPrefix, Long> servedUntil = new HashMap<>();
  private Set<SimulatedPrograms.Effect> leftOver = Set.of();
  private long calmFrom;

  SimulatedActionModel(SimulatedModel model) {
    this.model = model;
  }

  /** Something disturbs the service; until then and a while longer not all can be right. */
  void disturbedUntil(long nanos) {
    calmFrom = Math.max(calmFrom, nanos + SETTLES_WITHIN_NANOS);
  }

  /** Whether nothing was wrong for so long that everything must be right. */
  boolean isCalm() {
    return SimulatedHost.TIME.nanos() >= calmFrom;
  }

  /** An order was given and answered. */
  void onOrdered(BlockOrder given, Responder.Ordered answer) {
    if (answer.failure().isPresent()) {
      return;
    }
    model.note("to respond", given.addresses());
    servedUntil.merge(given.addresses(), model.trueTime(given.lineReceivedAt()), Math::max);
    model.require(
        answer.extended() || SimulatedHost.DISK.hasOrderedAction(given),
        "journal first: a response was answered before it is on disk",
        given.addresses());
    sureEnd.merge(answer.id().orElseThrow(), end(answer.expiresAt().orElseThrow()), Math::max);
    if (!answer.extended()) {
      begunAs
          .computeIfAbsent(SimulatedDisk.action(given), none -> new HashSet<>())
          .add(answer.id().orElseThrow());
    }
  }

  /** Returns when the line was read that the order is about, from the start of the run. */
  Duration sinceStart(BlockOrder order) {
    return model.sinceStart(order.lineReceivedAt());
  }

  void onAdd(BlockOrder order) {
    model.note("add", order.addresses());
    model.require(
        !model.isAllowlisted(order.addresses()),
        "a program is run about an allowlisted address",
        order.addresses());
    model.require(
        SimulatedHost.DISK.hasOrderedAction(order),
        "journal first: a program runs before its order is on disk ",
        order.addresses());
  }

  void onDelete(BlockOrder order) {
    model.note("delete", order.addresses());
    long end =
        begunAs.getOrDefault(SimulatedDisk.action(order), Set.of()).stream()
            .mapToLong(id -> sureEnd.getOrDefault(id, 0L))
            .min()
            .orElse(0);
    model.require(
        end <= SimulatedHost.TIME.nanos() + SimulatedModel.TOLERANCE_NANOS
            || SimulatedHost.DISK.hasOrderedActionTwice(order), // It may be the other one's end.
        "a response was undone early",
        order.addresses());
  }

  void onEffect(SimulatedPrograms.Effect effect, boolean add) {
    model.note(add ? "done" : "undone", effect);
  }

  /** Two programs run at once. */
  void requireApart(SimulatedPrograms.Effect one, SimulatedPrograms.Effect other) {
    model.require(!one.keys().equals(other.keys()), "two programs run for one key", one.target());
  }

  /** Compares the journal's own record with what the programs did. */
  void checkRecordWhenCalm(List<Block> inForce, Set<SimulatedPrograms.Effect> done) {
    Instant late = SimulatedHost.TIME.instant().minusNanos(SimulatedModel.TOLERANCE_NANOS);
    Set<SimulatedPrograms.Effect> left = new HashSet<>(done);
    for (Block block : inForce) {
      SimulatedPrograms.Effect effect = SimulatedPrograms.Effect.of(block.order());
      left.remove(effect);
      model.require(
          block.state() != Block.State.ENFORCED || done.contains(effect),
          "recorded as enforced, and no program did it",
          effect.target());
      model.require(isBegun(block), "a response stays " + block.state(), effect.target());
      model.require(
          block.expiresAt().filter(late::isAfter).isEmpty(),
          "a response is recorded as in force beyond its end",
          effect.target());
    }
    for (SimulatedPrograms.Effect effect : left) { // The last moment is the program's.
      model.require(
          !leftOver.contains(effect), "done by a program, not in the record", effect.target());
    }
    leftOver = left;
  }

  private boolean isBegun(Block block) {
    boolean young =
        model.trueTime(block.order().lineReceivedAt()) + BEGUN_WITHIN_NANOS
            > SimulatedHost.TIME.nanos();
    boolean mayFail = !ActionState.isBuiltIn(block); // A program is not begun again.
    return young
        || block.state() == Block.State.ENFORCED
        || (block.state() == Block.State.FAILED && mayFail);
  }

  /** At the end no line may be without its response. */
  void checkLine(AddressPrefix target, long writtenAt) {
    model.require(
        model.isAllowlisted(target) || servedUntil.getOrDefault(target, 0L) >= writtenAt,
        "a line never led to a response",
        target);
  }

  private static long end(Instant wall) {
    return SimulatedHost.TIME.nanos()
        + Duration.between(SimulatedHost.TIME.instant(), wall).toNanos();
  }
}
