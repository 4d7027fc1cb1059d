package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The rest of the world, as a partition sees it.
 *
 * @param journal its parent
 * @param snapshotWeight when snapshots are due, see {@link SnapshotPace}
 */
record PartitionWorld(
    Firewall firewall,
    ResponseLog log,
    Time time,
    ActorRef<Responder.Command> journal,
    long snapshotWeight) {
  /** Returns the same world behind another firewall. */
  PartitionWorld with(Firewall other) {
    return new PartitionWorld(other, log, time, journal, snapshotWeight);
  }
}
