package io.threatlockdown.core.source.integrity;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Paths that were reported a moment ago: what happens to them meanwhile is looked at when they have
 * rested, so that a file written all the time is one event a second. Owned by one thread.
 */
final class RestingPaths {
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The most paths that rest; the one reported first goes without. */
  static final int PATHS_MAX = 16_384;

  private static final class Rest {
    private final long until;
    private boolean isNoticed;

    private Rest(long until) {
      this.until = until;
    }
  }

  private final Map<String, Rest> resting = new LinkedHashMap<>();
  private final LongSupplier nanos;

  RestingPaths(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void reported(String path) {
    resting.remove(path);
    if (resting.size() < PATHS_MAX) {
      resting.put(path, new Rest(nanos.getAsLong() + REST_NANOS));
    }
  }

  /** Whether the path rests; it is then returned when it has. */
  boolean holds(String path) {
    Rest rest = resting.get(path);
    if (rest == null || rest.until - nanos.getAsLong() <= 0) {
      return false;
    }
    rest.isNoticed = true;
    return true;
  }

  /** Returns the paths that have rested and were noticed meanwhile. */
  List<String> rested() {
    List<String> due = new ArrayList<>();
    Iterator<Map.Entry<String, Rest>> oldest = resting.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Rest> entry = oldest.next();
      if (entry.getValue().until - nanos.getAsLong() > 0) {
        break;
      }
      if (entry.getValue().isNoticed) {
        due.add(entry.getKey());
      }
      oldest.remove();
    }
    return due;
  }

  /** Returns how long until the next has rested, in nanoseconds; at most so many. */
  long untilNext(long most) {
    Iterator<Rest> oldest = resting.values().iterator();
    return oldest.hasNext() ? Math.min(most, oldest.next().until - nanos.getAsLong()) : most;
  }
}
