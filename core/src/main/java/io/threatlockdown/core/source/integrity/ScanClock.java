package io.threatlockdown.core.source.integrity;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says when everything is to be looked through again. Owned by one thread. */
final class ScanClock {
  private final IntegritySettings.Schedule schedule;
  private final Clock clock;
  private final LongSupplier nanos;
  private long begunAt;
  private Optional<ZonedDateTime> next;

  ScanClock(IntegritySettings.Schedule schedule, Clock clock, LongSupplier nanos) {
    this.schedule = schedule;
    this.clock = clock;
    this.nanos = nanos;
    this.begunAt = nanos.getAsLong();
    this.next = nextTime();
  }

  /** Whether it is time; if so, the next time counts from now. */
  boolean isDue() {
    boolean isLate =
        schedule
            .every()
            .map(Duration::toNanos)
            .map(every -> nanos.getAsLong() - begunAt >= every)
            .orElse(false);
    boolean isTime = next.map(time -> !clock.instant().isBefore(time.toInstant())).orElse(false);
    if (isLate || isTime) {
      begunAt = nanos.getAsLong();
      next = nextTime();
    }
    return isLate || isTime;
  }

  private Optional<ZonedDateTime> nextTime() {
    if (schedule.at().isEmpty() && schedule.day().isEmpty()) {
      return Optional.empty();
    }
    ZonedDateTime now = clock.instant().atZone(clock.getZone());
    LocalTime time = schedule.at().orElse(LocalTime.MIDNIGHT);
    ZonedDateTime at = now.with(time);
    boolean isPast = !at.isAfter(now);
    at = isPast ? at.plusDays(1).with(time) : at;
    while (schedule.day().isPresent() && at.getDayOfWeek() != schedule.day().get()) {
      at = at.plusDays(1).with(time);
    }
    return Optional.of(at);
  }
}
