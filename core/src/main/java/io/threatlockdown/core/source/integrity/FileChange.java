package io.threatlockdown.core.source.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A difference between what a file was and what it is, of which at least one is there.
 *
 * @param names what differs, as {@code changed_attributes} names it; empty unless both are there
 */
record FileChange(
    String path, Optional<FileState> before, Optional<FileState> after, List<String> names) {
  static FileChange added(String path, FileState after) {
    return new FileChange(path, Optional.empty(), Optional.of(after), List.of());
  }

  static FileChange deleted(String path, FileState before) {
    return new FileChange(path, Optional.of(before), Optional.empty(), List.of());
  }

  /** Returns the change if anything differs that is checked. */
  static Optional<FileChange> between(
      String path, FileState before, FileState after, WatchedPath watched) {
    List<String> names = new ArrayList<>();
    for (Check check : Check.values()) {
      if (watched.checks().contains(check)) {
        names.addAll(check.changed(before, after));
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new FileChange(path, Optional.of(before), Optional.of(after), names));
  }

  /** Returns {@code added}, {@code modified} or {@code deleted}. */
  String type() {
    return before.isEmpty() ? "added" : after.isEmpty() ? "deleted" : "modified";
  }
}
