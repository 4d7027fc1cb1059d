package io.threatlockdown.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.pekko.actor.Cancellable;

/** True time, which only moves to what is due next, and a wall clock that somebody may set. */
final class SimulatedTime extends Clock {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final PriorityQueue<Due> dues =
      new PriorityQueue<>(
          Comparator.comparingLong((Due due) -> due.nanos).thenComparingLong(due -> due.number));
  private long nanos;
  private long numbers;
  private Duration set = Duration.ZERO;

  private static final class Due implements Cancellable {
    final long nanos;
    final long number;
    final Runnable task;
    boolean cancelled;

    Due(long nanos, long number, Runnable task) {
      this.nanos = nanos;
      this.number = number;
      this.task = task;
    }

    @Override
    public boolean cancel() {
      boolean first = !cancelled;
      cancelled = true;
      return first;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }

  /** Forgets what is due, for a run of its own. */
  void reset() {
    dues.clear();
    set = Duration.ZERO;
  }

  /** Returns the true time. */
  long nanos() {
    return nanos;
  }

  /** Returns the true time in seconds, for messages. */
  double seconds(long since) {
    return (nanos - since) / 1e9;
  }

  void setWall(Duration by) {
    set = set.plus(by);
  }

  Cancellable after(Duration delay, Runnable task) {
    Due due = new Due(nanos + Math.max(0, delay.toNanos()), numbers++, task);
    dues.add(due);
    return due;
  }

  /** Moves to what is due next and runs it; false if nothing is due by then. */
  boolean next(long until) {
    while (!dues.isEmpty() && dues.peek().cancelled) {
      dues.remove();
    }
    if (dues.isEmpty() || dues.peek().nanos > until) {
      nanos = until;
      return false;
    }
    Due due = dues.remove();
    nanos = due.nanos;
    due.task.run();
    return true;
  }

  /** Returns the clocks of a process. */
  Time clocks() {
    return new Time(this, this::nanos);
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos).plus(set);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
