package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ClockOffset;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether somebody set the wall clock since the ends of blocks were written by it. That of a
 * partition outlives it: the one that starts in its place reads the same ends from the disk. Used
 * by one actor at a time.
 */
final class ClockWatch {
  private final Time time;
  private ClockOffset noticed;
  private Optional<Fact.Rebased> underWay = Optional.empty();

  ClockWatch(Time time) {
    this.time = time;
    this.noticed = time.offset();
  }

  /** Returns how far the wall clock was set and nobody moved the ends; zero if it was not. */
  Duration unnoticed() {
    return noticed.stepTo(time.offset());
  }

  /** Returns how far the wall clock was set, once; whoever asks moves the ends. */
  Duration take() {
    Duration step = unnoticed();
    noticed = noticed.plus(step);
    return step;
  }

  /** Returns the fact that moves the ends, if they must be. They are moved when it is on disk. */
  Optional<Fact.Rebased> rebase(JournaledBlocks state) {
    if (unnoticed().isZero()) {
      return Optional.empty();
    }
    if (state.inForce().isEmpty()) {
      Duration unused = take();
      return Optional.empty();
    }
    Duration step = unnoticed().truncatedTo(ChronoUnit.MICROS); // as it is read from the disk
    underWay = Optional.of(new Fact.Rebased(time.now(), step));
    return underWay;
  }

  /** The last such fact on disk; also one whose write was said to have failed may be there. */
  void onDisk(Optional<Fact.Rebased> last) {
    if (underWay.isPresent() && underWay.equals(last)) {
      noticed = noticed.plus(underWay.get().step());
    }
    underWay = Optional.empty();
  }
}
