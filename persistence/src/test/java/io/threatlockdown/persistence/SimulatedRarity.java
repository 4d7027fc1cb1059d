package io.threatlockdown.persistence;

/** What some run must come across, or the simulation would not test it. */
enum SimulatedRarity {
  SNAPSHOT_READ,
  SNAPSHOT_OF_PARTS_READ,
  EVENTS_DELETED,
  CRASH_BETWEEN_PARTS,
  CRASH_BETWEEN_SNAPSHOT_AND_DELETION,
  FAILED_WRITE_IS_THERE
}
