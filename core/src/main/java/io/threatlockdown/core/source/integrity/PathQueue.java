package io.threatlockdown.core.source.integrity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Paths to look at: those noticed, in their order, and before them what was found in the directory
 * looked at last. Bounded. Owned by one thread.
 */
final class PathQueue {
  /** The most noticed paths that wait. */
  static final int NOTICED_MAX = 65_536;

  /** The most paths of directories under way. */
  static final int NESTED_MAX = 262_144;

  private final Set<String> noticed = new LinkedHashSet<>();
  private final Deque<Iterator<String>> nested = new ArrayDeque<>();
  private int nestedPaths;

  /** Adds a path unless it waits already. Returns false if there are too many. */
  boolean offer(String path) {
    if (noticed.size() >= NOTICED_MAX) {
      return noticed.contains(path);
    }
    noticed.add(path);
    return true;
  }

  /** Returns how many more paths of directories there may be. */
  int room() {
    return NESTED_MAX - nestedPaths;
  }

  /** Adds paths to look at before all others. */
  void nest(List<String> paths) {
    nested.push(paths.iterator());
    nestedPaths += paths.size();
  }

  boolean isEmpty() {
    return noticed.isEmpty() && nestedPaths == 0;
  }

  Optional<String> next() {
    while (!nested.isEmpty()) {
      Iterator<String> innermost = nested.getFirst();
      if (innermost.hasNext()) {
        nestedPaths--;
        return Optional.of(innermost.next());
      }
      nested.removeFirst();
    }
    Iterator<String> first = noticed.iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    String path = first.next();
    first.remove();
    return Optional.of(path);
  }
}
