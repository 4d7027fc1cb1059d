package io.threatlockdown.core.source.integrity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One path of a {@code <directories>} of ossec.conf. Paths here are bytes, one char each.
 *
 * @param pattern an absolute path, possibly with {@code *}, {@code ?} and {@code [...]}
 * @param checks what is compared
 * @param realtime whether changes are noticed as they are made
 * @param reportChanges whether events say what has changed in texts
 * @param protect whether copies are kept for putting files back
 * @param recursionLevel how many directories below it are entered
 * @param restrict which paths alone are watched; empty: all
 * @param followLink whether, if it is a link, what it leads to is watched
 * @param diffBytesMax the longest text of which changes are told
 * @param tags what events are marked with
 */
public record WatchedPath(
    String pattern,
    Set<Check> checks,
    boolean realtime,
    boolean reportChanges,
    boolean protect,
    int recursionLevel,
    Optional<Predicate<String>> restrict,
    boolean followLink,
    long diffBytesMax,
    List<String> tags) {
  public WatchedPath {
    checks = Set.copyOf(checks);
    tags = List.copyOf(tags);
  }

  /** Whether the content of files matters. */
  boolean hashes() {
    return reportChanges
        || protect
        || checks.contains(Check.MD5)
        || checks.contains(Check.SHA1)
        || checks.contains(Check.SHA256);
  }
}
