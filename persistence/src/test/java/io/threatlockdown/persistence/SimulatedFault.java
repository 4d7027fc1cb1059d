package io.threatlockdown.persistence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What can go wrong around the service. */
enum SimulatedFault {
  CRASH,
  CRASH_AT_WORK,
  POWER_LOSS,
  DISK_SLOW,
  DISK_FAILING,
  DISK_HANGING,
  FIREWALL_SLOW,
  FIREWALL_FAILING,
  PROGRAMS_FAILING,
  PROGRAMS_HANGING,
  FOREIGN_DELETION,
  FOREIGN_FLUSH,
  WALL_CLOCK_STEP,
  DAYLIGHT_SAVING;

  /**
   * A fault of a run.
   *
   * @param begin from the start of the run
   */
  record Planned(SimulatedFault what, Duration begin, Duration lasts) {}

  /** Returns what befalls a run; what begins late is left out. */
  static List<Planned> plan(SplittableRandom random, Duration until) {
    List<Planned> planned = new ArrayList<>();
    int faults = random.nextInt(0, 8);
    Duration begin = Duration.ofSeconds(random.nextInt(1, 40));
    Duration busyUntil = Duration.ZERO;
    Duration downUntil = Duration.ZERO;
    boolean afterStep = false;
    for (int i = 0; i < faults; i++) {
      SimulatedFault fault = values()[random.nextInt(values().length)];
      // Nobody can know of a step that happens while there is no process, or that a process which
      // crashed could not write down any more.
      if (fault == WALL_CLOCK_STEP) {
        begin = later(begin, downUntil);
      } else if (fault.endsTheProcess() && afterStep) {
        begin = later(begin, busyUntil).plus(SimulatedModel.SETTLES_WITHIN);
        afterStep = false;
      }
      if (begin.compareTo(until) >= 0) {
        break;
      }
      Duration lasts = Duration.ofMillis(random.nextLong(50, 40_000));
      planned.add(new Planned(fault, begin, lasts));
      busyUntil = later(busyUntil, begin.plus(fault.over(lasts)));
      downUntil = fault.endsTheProcess() ? busyUntil.plusSeconds(1) : downUntil;
      afterStep |= fault == WALL_CLOCK_STEP;
      begin = begin.plusMillis(random.nextLong(0, 45_000));
    }
    return planned;
  }

  private boolean endsTheProcess() {
    return this == CRASH || this == CRASH_AT_WORK || this == POWER_LOSS;
  }

  /** Returns when all that it does is over, if it lasts so long. */
  private Duration over(Duration lasts) {
    return this == CRASH_AT_WORK ? lasts.plus(downAfterWork(lasts)) : lasts;
  }

  /** Returns how long the process is gone that a trap ended. */
  static Duration downAfterWork(Duration lasts) {
    return lasts.dividedBy(10);
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
