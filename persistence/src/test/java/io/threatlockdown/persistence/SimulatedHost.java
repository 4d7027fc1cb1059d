package io.threatlockdown.persistence;

/** What Pekko makes by class name finds its thread, time and disk here. One in a JVM. */
final class SimulatedHost {
  static final SimulatedThread THREAD = new SimulatedThread();
  static final SimulatedTime TIME = new SimulatedTime();
  static final SimulatedDisk DISK = new SimulatedDisk();

  private SimulatedHost() {}
}
