package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The rest of the world, as a partition sees it.
 *
 * @param clock whether the wall clock was set
 * @param journal its parent
 * @param snapshotWeight when snapshots are due, see {@link SnapshotPace}
 */
record PartitionWorld(
    Firewall firewall,
    ResponseLog log,
    Time time,
    ClockWatch clock,
    ActorRef<Responder.Command> journal,
    long snapshotWeight) {
  /** Returns the same world behind another firewall. */
  PartitionWorld with(Firewall other) {
    return new PartitionWorld(other, log, time, clock, journal, snapshotWeight);
  }

  /** Returns the same world as a lane sees it, whose partition may start again. */
  PartitionWorld with(ClockWatch ofLane) {
    return new PartitionWorld(firewall, log, time, ofLane, journal, snapshotWeight);
  }
}
