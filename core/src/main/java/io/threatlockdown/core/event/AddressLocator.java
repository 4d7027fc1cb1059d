package io.threatlockdown.core.event;

import java.util.Optional;

/** Knows where in the world addresses are. Called by many threads; never throws, never waits. */
@FunctionalInterface
public interface AddressLocator {
  /** Knows of no address. */
  AddressLocator NONE = address -> Optional.empty();

  /**
   * Returns where an address is, as rules see it: {@code CC} or {@code CC / Region name} (spec
   * ruleset §7.5), one char a byte; empty if that is unknown or the text is no address.
   */
  Optional<String> locate(String address);
}
