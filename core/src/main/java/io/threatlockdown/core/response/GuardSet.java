package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are never blocked, because blocking one would cut off this host or the people who
 * run it. The set of one moment: it changes while the service runs.
 */
public record GuardSet(List<Entry> entries) {
  /** How a reason of a guard begins. */
  static final String BECAUSE = "guard: ";

  /** Guards nobody. */
  public static final GuardSet NONE = new GuardSet(List.of());

  /**
   * One of them.
   *
   * @param what why, in a word or two, such as {@code default gateway}
   */
  public record Entry(AddressPrefix prefix, String what) {
    @Override
    public String toString() {
      return what + " " + prefix;
    }
  }

  public GuardSet {
    entries = List.copyOf(entries);
  }

  /**
   * Returns what forbids to block the target, in words; empty if nothing does. A target of several
   * addresses is forbidden if any of them is guarded.
   */
  public Optional<String> forbids(AddressPrefix target) {
    for (Entry entry : entries) {
      if (entry.prefix().overlaps(target)) {
        return Optional.of(BECAUSE + entry);
      }
    }
    return Optional.empty();
  }
}
