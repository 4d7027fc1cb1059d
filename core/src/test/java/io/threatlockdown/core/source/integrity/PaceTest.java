package io.threatlockdown.core.source.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves time by hand, and fills queues to their limits. */
class PaceTest {
  private long nanos = -5;
  private Instant wall = Instant.parse("2026-03-01T12:00:00Z"); // a Sunday

  @Test
  void events_goAtOnceUpToTheNumberOfASecond_thenOneByOne() {
    EventPace pace = new EventPace(50, () -> nanos);
    for (int i = 0; i < 50; i++) {
      assertThat(pace.untilNext()).isZero();
      pace.spend();
    }

    assertThat(pace.untilNext()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    nanos += TimeUnit.MILLISECONDS.toNanos(20);
    assertThat(pace.untilNext()).isZero();
  }

  @Test
  void events_withoutLimit_neverWait() {
    EventPace pace = new EventPace(0, () -> nanos);
    for (int i = 0; i < 100_000; i++) {
      pace.spend();
    }

    assertThat(pace.untilNext()).isZero();
  }

  @Test
  void path_noticedWhileItRests_comesBackOnce() {
    RestingPaths resting = new RestingPaths(() -> nanos);
    resting.reported("/a");
    resting.reported("/b");

    assertThat(resting.holds("/a")).isTrue();
    assertThat(resting.holds("/a")).isTrue();
    assertThat(resting.holds("/c")).isFalse();
    assertThat(resting.rested()).isEmpty();
    nanos += RestingPaths.REST_NANOS;

    assertThat(resting.rested()).containsExactly("/a");
    assertThat(resting.rested()).isEmpty();
    assertThat(resting.holds("/b")).isFalse();
  }

  private ScanClock scans(
      Optional<Duration> every, Optional<LocalTime> at, Optional<DayOfWeek> day) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return wall;
          }
        };
    return new ScanClock(new IntegritySettings.Schedule(every, at, day), clock, () -> nanos);
  }

  @Test
  void scan_isDueWhenItsTimeIsOver() {
    ScanClock scans = scans(Optional.of(Duration.ofHours(12)), Optional.empty(), Optional.empty());

    nanos += Duration.ofHours(12).toNanos() - 1;
    assertThat(scans.isDue()).isFalse();
    nanos++;
    assertThat(scans.isDue()).isTrue();
    assertThat(scans.isDue()).isFalse();
  }

  @Test
  void scan_isDueAtItsTimeOfItsDay() {
    ScanClock scans =
        scans(Optional.empty(), Optional.of(LocalTime.of(3, 30)), Optional.of(DayOfWeek.TUESDAY));

    wall = Instant.parse("2026-03-03T03:29:59Z");
    assertThat(scans.isDue()).isFalse();
    wall = Instant.parse("2026-03-03T03:30:00Z");
    assertThat(scans.isDue()).isTrue();
    wall = Instant.parse("2026-03-10T03:29:59Z");
    assertThat(scans.isDue()).isFalse();
  }

  @Test
  void queue_isBoundedAndTakesNoPathTwice() {
    PathQueue queue = new PathQueue();
    for (int i = 0; i < PathQueue.NOTICED_MAX; i++) {
      assertThat(queue.offer("/" + i)).isTrue();
    }

    assertThat(queue.offer("/7")).isTrue();
    assertThat(queue.offer("/new")).isFalse();
    queue.nest(List.of("/nested"));
    assertThat(queue.next()).contains("/nested");
    assertThat(queue.next()).contains("/0");
  }

  @Test
  void watch_overrun_namesTheDirectoryAsAWhole(@TempDir Path directory) throws Exception {
    try (TreeWatch watch = new TreeWatch()) {
      assertThat(watch.add(directory, "/called")).isTrue();
      assertThat(watch.add(directory, "/called")).isFalse();
      for (int i = 0; i < 5_000; i++) {
        Files.createFile(directory.resolve("file" + i));
      }

      List<TreeWatch.Noticed> noticed = new ArrayList<>();
      while (noticed.stream().noneMatch(each -> each.name().isEmpty())) {
        List<TreeWatch.Noticed> more = watch.await(TimeUnit.SECONDS.toNanos(20));
        assertThat(more).as("an overrun after %s names", noticed.size()).isNotEmpty();
        noticed.addAll(more);
      }

      assertThat(noticed).contains(new TreeWatch.Noticed("/called", Optional.empty()));
    }
  }
}
