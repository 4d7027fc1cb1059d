package io.threatlockdown.core.rule;

import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their arrival. Each knows its neighbours, so that one in the middle leaves
 * without being looked for.
 */
final class Arrivals {
  private @Nullable Remembered oldest;
  private @Nullable Remembered newest;
  private int size;

  int size() {
    return size;
  }

  @Nullable Remembered oldest() {
    return oldest;
  }

  /** Adds one that has come last, and is not here yet. */
  void add(Remembered event) {
    event.older = newest;
    if (newest == null) {
      oldest = event;
    } else {
      newest.newer = event;
    }
    newest = event;
    size++;
  }

  /** Takes one away that is here. */
  void remove(Remembered event) {
    if (event.older == null) {
      oldest = event.newer;
    } else {
      event.older.newer = event.newer;
    }
    if (event.newer == null) {
      newest = event.older;
    } else {
      event.newer.older = event.older;
    }
    // A dead event must not lead the garbage collector to younger ones.
    event.older = null;
    event.newer = null;
    size--;
  }
}
