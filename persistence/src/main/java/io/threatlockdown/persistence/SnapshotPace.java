package io.threatlockdown.persistence;

/**
 * When a snapshot is due: after so many facts that a start never has to read many more of them than
 * there are blocks. A large state is written more rarely, so that its snapshots do not cost much
 * more than the facts themselves.
 */
final class SnapshotPace {
  /** The least weight of what came since the last snapshot. */
  static final long WEIGHT_MIN = 10_000;

  private static final int EVENT_WEIGHT = 4; // what an event costs at a start beside its facts
  private static final int SHARE = 3;
  private static final int PRIORS_OF_A_BLOCK = 4; // They take as many bytes.

  private final long weightMin;
  private long weight;

  /**
   * @param weightMin {@link #WEIGHT_MIN}, or less to have many snapshots of few blocks
   */
  SnapshotPace(long weightMin) {
    this.weightMin = weightMin;
  }

  void add(Facts event) {
    weight += EVENT_WEIGHT + event.facts().size();
  }

  /** Whether it is time. */
  boolean isDue(PartitionState state) {
    long blocks = (long) state.inForce().size() + state.endedCount();
    long priors = state.priorsCount();
    return weight >= Math.max(weightMin, SHARE * (blocks + priors / PRIORS_OF_A_BLOCK));
  }

  /** Whether it is time; once, until it is again. */
  boolean take(PartitionState state) {
    boolean due = isDue(state);
    if (due) {
      weight = 0;
    }
    return due;
  }
}
