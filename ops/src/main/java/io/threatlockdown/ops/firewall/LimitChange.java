package io.threatlockdown.ops.firewall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change of what sources may do.
 *
 * @param limits those that are set, or lifted; lifting none lifts all
 * @param lifted whether they are lifted, and not set
 * @param until when those that are set end by themselves; empty for never
 */
public record LimitChange(List<SourceLimit> limits, boolean lifted, Optional<Instant> until) {
  /** Lifts every limit. */
  public static final LimitChange LIFT_ALL = new LimitChange(List.of(), true, Optional.empty());

  public LimitChange {
    limits = List.copyOf(limits);
  }

  /** Returns a change that sets limits, whether they are there or not. */
  public static LimitChange set(List<SourceLimit> limits, Optional<Instant> until) {
    return new LimitChange(limits, false, until);
  }

  /** Returns a change that lifts limits, whether they are there or not. */
  public static LimitChange lift(List<SourceLimit> limits) {
    return new LimitChange(limits, true, Optional.empty());
  }
}
