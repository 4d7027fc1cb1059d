package io.threatlockdown.persistence;

import java.util.EnumSet;
import java.util.Set;

/** What Pekko makes by class name finds its thread, time and disk here. One in a JVM. */
final class SimulatedHost {
  static final SimulatedThread THREAD = new SimulatedThread();
  static final SimulatedTime TIME = new SimulatedTime();
  static final SimulatedDisk DISK = new SimulatedDisk();
  static final SimulatedTrap TRAP = new SimulatedTrap();

  /** What the runs have come across so far. */
  static final Set<SimulatedRarity> SEEN = EnumSet.noneOf(SimulatedRarity.class);

  private SimulatedHost() {}
}
