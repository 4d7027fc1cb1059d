package io.threatlockdown.persistence;

import java.util.Optional;

/**
 * Ends the process in the middle of its work: so many steps from now, a step being a call to disk
 * or firewall that begins or takes effect. A crash at any moment of a run would meet none of it,
 * for all work of a run takes a second.
 */
final class SimulatedTrap {
  private Optional<Runnable> crash = Optional.empty();
  private int left;

  void reset() {
    crash = Optional.empty();
  }

  void arm(int steps, Runnable toCrash) {
    left = steps;
    crash = Optional.of(toCrash);
  }

  /** The process does something; what it does next may be before or after the crash. */
  void step() {
    if (crash.isPresent()) {
      left--;
      if (left <= 0) {
        SimulatedHost.THREAD.execute(crash.get());
        reset();
      }
    }
  }
}
