package io.threatlockdown.core.expression;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * The seeds of a property test: so many new ones each time, or the one of a failure, which {@code
 * -Dseed=N} replays.
 */
public final class Seeds {
  private Seeds() {}

  /** Returns the seeds to try. */
  public static long[] of(int count) {
    long chosen = Long.getLong("seed", 0);
    return chosen != 0
        ? new long[] {chosen}
        : LongStream.generate(new Random()::nextLong).limit(count).toArray();
  }

  /** Returns how many comparisons to make: {@code -Dcomparisons=N}, else those of a build. */
  public static int comparisons() {
    return Integer.getInteger("comparisons", 100_000);
  }

  /** Returns what a failure must say to be replayed. */
  public static String replay(long seed) {
    return "replay with -Dseed=" + seed;
  }
}
