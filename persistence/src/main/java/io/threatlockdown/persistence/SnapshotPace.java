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

  private long weight;

  void add(Facts event) {
    weight += EVENT_WEIGHT + event.facts().size();
  }

  /**
   * Whether it is time.
   *
   * @param blocks how many the snapshot would have
   * @param priors how many keys with earlier blocks it would have
   */
  boolean isDue(long blocks, long priors) {
    return weight >= Math.max(WEIGHT_MIN, SHARE * (blocks + priors / PRIORS_OF_A_BLOCK));
  }

  /** A snapshot is taken now. */
  void begin() {
    weight = 0;
  }
}
