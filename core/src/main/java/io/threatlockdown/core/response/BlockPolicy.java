package io.threatlockdown.core.response;

import java.time.Duration;
import java.util.List;

/**
 * How long a block lasts. The first time as long as the active response says; later ones climb
 * {@code repeated} and stay on its last rung ({@code <repeated_offenders>}, spec AR §1.4). Offences
 * are forgotten one by one.
 *
 * @param repeated each positive; empty to treat repeat offenders like newcomers
 * @param decay how they are forgotten
 */
public record BlockPolicy(List<Duration> repeated, Decay decay) {
  public BlockPolicy {
    repeated = List.copyOf(repeated);
  }

  /** Returns a policy that forgets an offence a week. */
  public BlockPolicy(List<Duration> repeated) {
    this(repeated, Decay.DEFAULT);
  }

  /**
   * Returns how many of the offences are left.
   *
   * @param quiet since the last block ended
   */
  public int left(int offences, Duration quiet) {
    return decay.left(offences, repeated.size() + 1, quiet);
  }

  /** Returns how long the next block lasts, after {@code priorBlocks} earlier ones. */
  public Duration duration(Duration first, int priorBlocks) {
    if (priorBlocks == 0 || repeated.isEmpty()) {
      return first;
    }
    return repeated.get(Math.min(priorBlocks, repeated.size()) - 1);
  }
}
