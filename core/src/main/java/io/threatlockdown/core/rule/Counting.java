package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;

/** How a rule that counts goes through earlier events, and which ones it uses up. */
enum Counting {
  /**
   * Looks only at events that are equal where they must be. Of those it counted the newest is used
   * up, unless one was enough (spec ruleset §4.5).
   */
  WAZUH {
    @Override
    boolean keepsAll() {
      return false;
    }

    @Override
    int[] search(Composite composite, Event event, EventRow row, Arrivals arrivals, long now) {
      int[] counted = new int[composite.earlierEvents()];
      int count = 0;
      for (int i = 0; i < row.size(); i++) {
        int earlier = row.newest(i);
        if (composite.tooOld(arrivals.second(earlier), now)) {
          return NOT_ENOUGH;
        }
        if (composite.looksFurther() && !composite.differ(event, arrivals.event(earlier))) {
          continue;
        }
        if (arrivals.consumedBy(earlier) >= composite.level()) {
          return NOT_ENOUGH;
        }
        counted[count] = earlier;
        count++;
        if (count == counted.length) {
          return counted;
        }
      }
      return NOT_ENOUGH;
    }

    @Override
    void useUp(int[] counted, EventRow row, Arrivals arrivals, int level) {
      if (counted.length > 1) {
        arrivals.consume(counted[0], level);
      }
    }
  },

  /**
   * Looks at every event, so that one that was used up ends the search whatever it is like. The
   * newest of all and the oldest counted are used up (spec ruleset §9).
   */
  OSSEC {
    @Override
    boolean keepsAll() {
      return true;
    }

    @Override
    int[] search(Composite composite, Event event, EventRow row, Arrivals arrivals, long now) {
      int[] counted = new int[composite.earlierEvents()];
      int count = 0;
      for (int i = 0; i < row.size(); i++) {
        int earlier = row.newest(i);
        if (composite.tooOld(arrivals.second(earlier), now)
            || arrivals.consumedBy(earlier) >= composite.level()) {
          return NOT_ENOUGH;
        }
        if (!composite.alike(event, arrivals.event(earlier))) {
          continue;
        }
        counted[count] = earlier;
        count++;
        if (count == counted.length) {
          return counted;
        }
      }
      return NOT_ENOUGH;
    }

    @Override
    void useUp(int[] counted, EventRow row, Arrivals arrivals, int level) {
      arrivals.consume(row.newest(0), level);
      arrivals.consume(counted[counted.length - 1], level);
    }
  };

  private static final int[] NOT_ENOUGH = {};

  /** Whether a search sees events too that are not like the current one. */
  abstract boolean keepsAll();

  /**
   * Returns the numbers of the events that complete the count with the current one, newest first;
   * none if there are not enough.
   */
  abstract int[] search(
      Composite composite, Event event, EventRow row, Arrivals arrivals, long now);

  /** Marks those that are not counted again for this or a lower level. */
  abstract void useUp(int[] counted, EventRow row, Arrivals arrivals, int level);
}
