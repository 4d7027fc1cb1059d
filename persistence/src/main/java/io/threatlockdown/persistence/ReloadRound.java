package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Firewall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One reload being prepared: all lanes stand still, then each partition hands over what should be
 * in force, then the firewall is called, then the lanes go on. So no block slips in between the
 * list and the call.
 */
final class ReloadRound {
  private final boolean drifted;
  private final List<Note.Collected> shares = new ArrayList<>();
  private final Map<Integer, Long> upTo = new HashMap<>();
  private boolean collecting;

  /**
   * @param drifted whether the firewall is known to have lost its blocks
   */
  ReloadRound(boolean drifted) {
    this.drifted = drifted;
  }

  /**
   * Asks the partitions, once, as soon as nothing is under way to any. Of those that have stopped
   * it takes what is known to be on disk.
   */
  void collectWhenIdle(Lanes lanes, Time time) {
    if (!collecting && lanes.areIdle()) {
      collecting = true;
      lanes.each(lane -> collect(lane, time));
    }
  }

  private void collect(Lane lane, Time time) {
    Optional<PartitionState> lastKnown = lane.lastKnown();
    if (lastKnown.isPresent()) {
      PartitionState state = lastKnown.get();
      List<Firewall.Drop> drops = FirewallCalls.all(state, time.now(), lane.clock().unnoticed());
      add(new Note.Collected(lane.number(), drops, state.lastNumber(), time.offset()));
    } else {
      lane.tell(new Partition.Collect(drifted));
    }
  }

  /** Adds one partition's share. */
  void add(Note.Collected share) {
    shares.add(share);
    upTo.put(share.partition(), share.lastNumber());
  }

  boolean isComplete() {
    return upTo.size() == Lanes.PARTITIONS;
  }

  /** Returns what the firewall should hold, by the wall clock as it is now. */
  List<Firewall.Drop> drops(ClockOffset now) {
    List<Firewall.Drop> drops = new ArrayList<>();
    for (Note.Collected share : shares) {
      Duration step = share.at().stepTo(now);
      share.drops().forEach(drop -> drops.add(FirewallCalls.moved(drop, step)));
    }
    return drops;
  }

  /** Returns the highest block number covered, by partition. */
  Map<Integer, Long> upTo() {
    return Map.copyOf(upTo);
  }
}
