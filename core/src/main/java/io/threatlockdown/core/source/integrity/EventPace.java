package io.threatlockdown.core.source.integrity;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many events go in a second, and as many at once after a quiet one. */
final class EventPace {
  private final long nanosPerEvent;
  private final long burstNanos;
  private final LongSupplier nanos;
  private long paidUntil;

  /**
   * @param eventsPerSecond 0: any number
   */
  EventPace(int eventsPerSecond, LongSupplier nanos) {
    this.nanosPerEvent = eventsPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
    this.burstNanos = TimeUnit.SECONDS.toNanos(1) - nanosPerEvent;
    this.nanos = nanos;
    this.paidUntil = nanos.getAsLong();
  }

  /** Returns how long to wait until the next event may go, in nanoseconds. */
  long untilNext() {
    return nanosPerEvent == 0 ? 0 : Math.max(0, paidUntil - burstNanos - nanos.getAsLong());
  }

  void spend() {
    paidUntil = Math.max(paidUntil, nanos.getAsLong()) + nanosPerEvent;
  }
}
