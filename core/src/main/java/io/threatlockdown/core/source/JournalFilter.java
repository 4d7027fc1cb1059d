package io.threatlockdown.core.source;

import java.util.Set;

/**
 * Which entries of the systemd journal are lines of interest. An entry passes if it passes both.
 *
 * @param units systemd units, such as {@code ssh.service}, as the journal knows them itself; empty
 *     for all
 * @param identifiers programs, as they call themselves; empty for all
 */
public record JournalFilter(Set<String> units, Set<String> identifiers) {
  /** Everything. */
  public static final JournalFilter ALL = new JournalFilter(Set.of(), Set.of());

  public JournalFilter {
    units = Set.copyOf(units);
    identifiers = Set.copyOf(identifiers);
  }

  boolean accepts(JournalEntry entry) {
    return (units.isEmpty() || units.contains(entry.field("_SYSTEMD_UNIT")))
        && (identifiers.isEmpty() || identifiers.contains(entry.identifier()));
  }
}
