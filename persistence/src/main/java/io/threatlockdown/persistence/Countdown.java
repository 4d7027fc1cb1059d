package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When blocks of a partition come due. Deadlines are monotonic: setting the wall clock ends no
 * block early or late. Entries of blocks that were extended or released stay in the heap until they
 * surface or outnumber the blocks in force.
 */
final class Countdown {
  private static final int STALE_MAX = 10_000;
  private static final long WAIT_MAX_NANOS = Duration.ofDays(1).toNanos(); // Pekko's: 248 days
  private static final long FAR_FUTURE_NANOS = Long.MAX_VALUE / 4; // 73 years

  private final Time time;
  private final ClockWatch clock;
  private final PriorityQueue<Due> heap = new PriorityQueue<>(Due.EARLIEST_FIRST);

  private record Due(long deadlineNanos, long number, Instant expiresAt) {
    private static final Comparator<Due> EARLIEST_FIRST =
        (one, other) -> Long.signum(one.deadlineNanos - other.deadlineNanos);
  }

  Countdown(Time time, ClockWatch clock) {
    this.time = time;
    this.clock = clock;
  }

  /** Forgets all and counts down the blocks in force. */
  void restart(JournaledBlocks state) {
    heap.clear();
    state.inForce().forEach(this::start);
  }

  /** Counts the block down, if it ends by itself. */
  void start(Block block) {
    block
        .expiresAt()
        .ifPresent(end -> heap.add(new Due(deadlineNanos(end), block.id().number(), end)));
  }

  /**
   * Returns how long until it is to be asked again: until the next block is due or a day, zero if
   * one is due; empty if none will be.
   */
  Optional<Duration> untilNext(JournaledBlocks state) {
    if (heap.size() > 2 * state.inForce().size() + STALE_MAX) {
      restart(state);
    }
    dropStale(state);
    Due next = heap.peek();
    if (next == null) {
      return Optional.empty();
    }
    long left = next.deadlineNanos - time.nanoTime().getAsLong();
    return Optional.of(Duration.ofNanos(Math.max(0, Math.min(left, WAIT_MAX_NANOS))));
  }

  /** Takes the blocks that are due, at most {@code max}. */
  List<Block> takeDue(JournaledBlocks state, int max) {
    List<Block> due = new ArrayList<>();
    long now = time.nanoTime().getAsLong();
    dropStale(state);
    while (due.size() < max && !heap.isEmpty() && heap.element().deadlineNanos - now <= 0) {
      due.add(state.find(heap.remove().number).orElseThrow());
      dropStale(state);
    }
    return due;
  }

  private void dropStale(JournaledBlocks state) {
    Due next = heap.peek();
    while (next != null && isStale(next, state)) {
      heap.remove();
      next = heap.peek();
    }
  }

  private static boolean isStale(Due due, JournaledBlocks state) {
    return state
        .find(due.number)
        .filter(block -> !block.state().isEnded())
        .flatMap(Block::expiresAt)
        .filter(due.expiresAt::equals)
        .isEmpty();
  }

  private long deadlineNanos(Instant end) {
    Duration left = Duration.between(time.clock().instant(), end).plus(clock.unnoticed());
    long nanos =
        left.compareTo(Duration.ofNanos(FAR_FUTURE_NANOS)) < 0
            ? Math.max(0, left.isNegative() ? 0 : left.toNanos())
            : FAR_FUTURE_NANOS;
    return time.nanoTime().getAsLong() + nanos;
  }
}
