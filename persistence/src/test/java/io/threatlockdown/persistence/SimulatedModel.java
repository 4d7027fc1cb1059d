package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What must be true of a run, from what the journal was asked and answered: by true time, however
 * the wall clock is set. Remembers the first thing that is not.
 */
final class SimulatedModel {
  /** How early or late a block may end. */
  static final long TOLERANCE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long it may take until an order that was answered is in the kernel, when all is well. */
  private static final long ENFORCED_WITHIN_NANOS = Duration.ofSeconds(3).toNanos();

  /** How long after a fault everything must be right again: a retry waits 64 s at most. */
  static final Duration SETTLES_WITHIN = Duration.ofSeconds(80);

  private final Set<AddressPrefix> allowlisted;
  private final Optional<Consumer<String>> story;
  private final Map<Instant, Long> trueTimes = new HashMap<>();
  private final Map<AddressPrefix, Long> sureEnd = new TreeMap<>();
  private final Map<AddressPrefix, Long> possibleEnd = new TreeMap<>();
  private final Map<AddressPrefix, Long> answeredAt = new TreeMap<>();
  private final Map<AddressPrefix, Long> orderedAt = new TreeMap<>();
  private final Map<AddressPrefix, Long> servedUntil = new TreeMap<>();
  private final long start = SimulatedHost.TIME.nanos();
  private Optional<String> violation = Optional.empty();
  private long trace = 17;
  private long calmFrom;
  private long dropFirstUntil;

  /**
   * @param story is told what happens, line by line
   */
  SimulatedModel(Set<AddressPrefix> allowlisted, Optional<Consumer<String>> story) {
    this.allowlisted = allowlisted;
    this.story = story;
  }

  Optional<String> violation() {
    return violation;
  }

  /** Returns what differs if anything in the run differs. */
  long trace() {
    return trace;
  }

  /** A line is read now, and analysed at once. */
  Instant readAt(Instant wall) {
    trueTimes.put(wall.truncatedTo(ChronoUnit.MICROS), SimulatedHost.TIME.nanos());
    return wall;
  }

  void onOrder(BlockOrder order) {
    note("order", order.addresses());
    possibleEnd.merge(order.addresses(), end(order), Math::max);
    orderedAt.put(order.addresses(), SimulatedHost.TIME.nanos());
  }

  void onOrdered(Responder.Ordered answer) {
    BlockOrder order = answer.order();
    if (answer.failure().isPresent()) {
      note("refused", order.addresses());
      return;
    }
    note("ordered", order.addresses());
    require(
        SimulatedHost.DISK.hasOrdered(order.addresses()),
        "journal first: an order was answered before it is on disk",
        order.addresses());
    require(
        order
            .ladder()
            .filter(step -> !SimulatedHost.DISK.hasClimbed(step, order.offence()))
            .isEmpty(),
        "journal first: a step was answered before its offence is on disk",
        order.addresses());
    sureEnd.merge(order.addresses(), end(order), Math::max);
    answeredAt.merge(order.addresses(), SimulatedHost.TIME.nanos(), Math::max);
    servedUntil.merge(order.addresses(), trueTime(order.lineReceivedAt()), Math::max);
  }

  boolean isAllowlisted(AddressPrefix target) {
    return allowlisted.contains(target);
  }

  void onDrop(AddressPrefix target, long end) {
    note("until %.3f drop".formatted((end - start) / 1e9), target);
    require(!allowlisted.contains(target), "an allowlisted address is dropped", target);
    require(
        SimulatedHost.DISK.hasOrdered(target) || SimulatedHost.TIME.nanos() < dropFirstUntil,
        "journal first: a drop is in the kernel before its order is on disk",
        target);
  }

  /** Something disturbs the service; until then and a while longer not all can be right. */
  void disturbedUntil(long nanos) {
    calmFrom = Math.max(calmFrom, nanos + SETTLES_WITHIN.toNanos());
  }

  /** The journal is in trouble, and blocks are placed all the same. */
  void mayDropFirstUntil(long nanos) {
    dropFirstUntil = Math.max(dropFirstUntil, nanos);
  }

  /** Whether nothing was wrong for so long that everything must be right. */
  boolean isCalm() {
    return SimulatedHost.TIME.nanos() >= calmFrom;
  }

  /**
   * The process let a target through.
   *
   * @param askedAgain whether a call that drops it again waits for a slow firewall
   */
  void onLifted(AddressPrefix target, boolean askedAgain) {
    note("lifted", target);
    long now = SimulatedHost.TIME.nanos();
    require(
        sureEnd.getOrDefault(target, 0L) <= now + TOLERANCE_NANOS
            || isOnItsWay(target)
            || askedAgain,
        "a block ended early",
        target);
  }

  /**
   * The kernel ended a drop by its timeout; a later end may have been refused by a bad firewall.
   */
  void onTimeout(AddressPrefix target, long at) {
    note("timeout", target);
    require(
        at < calmFrom
            || sureEnd.getOrDefault(target, 0L) <= at + TOLERANCE_NANOS
            || isOnItsWay(target),
        "a block ended early",
        target);
    require(
        possibleEnd.getOrDefault(target, 0L) >= at - TOLERANCE_NANOS, "a block ended late", target);
  }

  /** Compares with the kernel at any time. */
  void checkKernel(Set<AddressPrefix> dropped) {
    long now = SimulatedHost.TIME.nanos();
    for (AddressPrefix target : dropped) {
      require(
          possibleEnd.getOrDefault(target, 0L) >= now - TOLERANCE_NANOS,
          "a block is in force beyond its end",
          target);
    }
  }

  /** Compares with the kernel when nothing was wrong for a while. */
  void checkKernelWhenCalm(Set<AddressPrefix> dropped) {
    long now = SimulatedHost.TIME.nanos();
    sureEnd.forEach(
        (target, end) ->
            require(
                dropped.contains(target) || end <= now + TOLERANCE_NANOS || isOnItsWay(target),
                "a block that was answered is not in the kernel",
                target));
  }

  /** Compares the journal's own record with the kernel when nothing was wrong for a while. */
  void checkRecordWhenCalm(List<Block> inForce, Set<AddressPrefix> dropped) {
    Instant soon = SimulatedHost.TIME.instant().plusNanos(TOLERANCE_NANOS);
    long now = SimulatedHost.TIME.nanos();
    for (Block block : inForce) {
      AddressPrefix target = block.order().addresses();
      boolean settled =
          orderedAt.getOrDefault(target, now) <= now - ENFORCED_WITHIN_NANOS
              && block.expiresAt().filter(soon::isAfter).isEmpty();
      require(!settled || dropped.contains(target), "in the record, not in the kernel", target);
      require(
          !settled || block.state() == Block.State.ENFORCED,
          "dropped, but recorded as " + block.state(),
          target);
      require(
          block
              .expiresAt()
              .filter(end -> end.isBefore(soon.minusNanos(2 * TOLERANCE_NANOS)))
              .isEmpty(),
          "recorded as in force beyond its end",
          target);
    }
    for (AddressPrefix target : dropped) {
      require(
          possibleEnd.getOrDefault(target, 0L) <= now + TOLERANCE_NANOS
              || inForce.stream().anyMatch(block -> block.order().addresses().equals(target)),
          "in the kernel, not in the record",
          target);
    }
  }

  /** At the end no line may be without its block. */
  void checkLine(AddressPrefix target, long writtenAt) {
    require(
        allowlisted.contains(target) || servedUntil.getOrDefault(target, 0L) >= writtenAt,
        "a line never led to a block",
        target);
  }

  void require(boolean holds, String what, AddressPrefix about) {
    if (!holds && violation.isEmpty()) {
      violation =
          Optional.of(
              "%s: %s at %.3f s (known end %.3f s, possible end %.3f s)"
                  .formatted(
                      what,
                      about,
                      SimulatedHost.TIME.seconds(start),
                      (sureEnd.getOrDefault(about, start) - start) / 1e9,
                      (possibleEnd.getOrDefault(about, start) - start) / 1e9));
    }
  }

  /** Something befalls the service. */
  void note(String what, Object target) {
    story.ifPresent(
        listener ->
            listener.accept(
                "%9.3f %s %s".formatted(SimulatedHost.TIME.seconds(start), what, target)));
    trace = 31 * trace + what.hashCode();
    trace = 31 * trace + target.hashCode();
    trace = 31 * trace + (SimulatedHost.TIME.nanos() - start);
  }

  /** Whether an order was answered so lately that the kernel may not know it yet. */
  private boolean isOnItsWay(AddressPrefix target) {
    return answeredAt.getOrDefault(target, 0L) > SimulatedHost.TIME.nanos() - ENFORCED_WITHIN_NANOS;
  }

  private long end(BlockOrder order) {
    return trueTime(order.lineReceivedAt()) + order.duration().orElseThrow().toNanos();
  }

  /** Returns when a line was read, from the start of the run. */
  Duration sinceStart(Instant wall) {
    return Duration.ofNanos(trueTime(wall) - start);
  }

  /** Returns the true time at which a line was read. */
  long trueTime(Instant wall) {
    Long known = trueTimes.get(wall.truncatedTo(ChronoUnit.MICROS));
    if (known == null) {
      throw new IllegalStateException("no line was read at " + wall);
    }
    return known;
  }
}
