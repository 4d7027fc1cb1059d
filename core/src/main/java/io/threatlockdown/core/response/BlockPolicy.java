package io.threatlockdown.core.response;

import java.time.Duration;
import java.util.List;

/**
 * How long a block lasts. The first time as long as the active response says; later ones climb
 * {@code repeated} and stay on its last rung ({@code <repeated_offenders>}, spec AR §1.4).
 *
 * @param repeated each positive; empty to treat repeat offenders like newcomers
 */
public record BlockPolicy(List<Duration> repeated) {
  public BlockPolicy {
    repeated = List.copyOf(repeated);
  }

  /** Returns how long the next block lasts, after {@code priorBlocks} earlier ones. */
  public Duration duration(Duration first, int priorBlocks) {
    if (priorBlocks == 0 || repeated.isEmpty()) {
      return first;
    }
    return repeated.get(Math.min(priorBlocks, repeated.size()) - 1);
  }
}
