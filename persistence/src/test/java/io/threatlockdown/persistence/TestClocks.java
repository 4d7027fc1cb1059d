package io.threatlockdown.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;

/** Both clocks of a test, which move only when told; the wall clock may also be set. */
final class TestClocks extends Clock {
  private final Instant start;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong setNanos = new AtomicLong();

  TestClocks(Instant start) {
    this.start = start;
  }

  Time time() {
    return new Time(this, nanos::get);
  }

  /** Lets time pass, on both clocks and for the timers. */
  void pass(Duration duration, ManualTime timers) {
    nanos.addAndGet(duration.toNanos());
    timers.timePasses(duration);
  }

  /** Lets time pass while no process runs. */
  void passUnseen(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the wall clock forward. */
  void set(Duration forward) {
    setNanos.addAndGet(forward.toNanos());
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.get()).plusNanos(setNanos.get());
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
