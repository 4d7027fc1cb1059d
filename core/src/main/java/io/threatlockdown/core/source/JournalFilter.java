package io.threatlockdown.core.source;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which entries of the systemd journal are lines of interest.
 *
 * @param fields what it looks at, such as {@code _SYSTEMD_UNIT}
 * @param accepts decides by those fields that an entry has, by name, one char a byte; quick, and
 *     safe for any thread
 */
public record JournalFilter(Set<String> fields, Predicate<Map<String, String>> accepts) {
  /** Everything. */
  public static final JournalFilter ALL = new JournalFilter(Set.of(), entry -> true);

  private static final String IDENTIFIER = "SYSLOG_IDENTIFIER";

  public JournalFilter {
    fields = Set.copyOf(fields);
  }

  /** Returns what these programs say, by the names they log under. */
  public static JournalFilter programs(Set<String> identifiers) {
    Set<String> names = Set.copyOf(identifiers);
    return new JournalFilter(
        Set.of(IDENTIFIER), entry -> names.contains(entry.getOrDefault(IDENTIFIER, "")));
  }
}
