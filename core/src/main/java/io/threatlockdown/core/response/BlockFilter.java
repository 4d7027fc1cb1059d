package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.util.Optional;

/**
 * Which blocks a list wants.
 *
 * @param overlapping only those whose target shares an address with this
 * @param ended also those that ended and are still remembered
 * @param limit the most to return; 1 to {@link #LIMIT_MAX}
 */
public record BlockFilter(Optional<AddressPrefix> overlapping, boolean ended, int limit) {
  /** The longest list. */
  public static final int LIMIT_MAX = 1_000;

  public BlockFilter {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 1 to " + LIMIT_MAX + ": was " + limit);
    }
  }
}
