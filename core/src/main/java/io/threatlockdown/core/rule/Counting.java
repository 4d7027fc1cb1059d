package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    Optional<Found> search(Composite composite, Event event, EventRow row, long now) {
      List<Remembered> counted = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (composite.tooOld(row.newestSecond(i), now)) {
          return Optional.empty();
        }
        Remembered earlier = row.newest(i);
        if (composite.looksFurther() && !composite.differ(event, earlier.event())) {
          continue;
        }
        if (earlier.consumedBy() >= composite.level()) {
          return Optional.empty();
        }
        counted.add(earlier);
        if (counted.size() == composite.earlierEvents()) {
          return Optional.of(
              new Found(counted, counted.size() > 1 ? counted.subList(0, 1) : List.of()));
        }
      }
      return Optional.empty();
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
    Optional<Found> search(Composite composite, Event event, EventRow row, long now) {
      List<Remembered> counted = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Remembered earlier = row.newest(i);
        if (composite.tooOld(row.newestSecond(i), now)
            || earlier.consumedBy() >= composite.level()) {
          return Optional.empty();
        }
        if (!composite.alike(event, earlier.event())) {
          continue;
        }
        counted.add(earlier);
        if (counted.size() == composite.earlierEvents()) {
          return Optional.of(new Found(counted, List.of(row.newest(0), earlier)));
        }
      }
      return Optional.empty();
    }
  };

  /**
   * The events that with the current one complete a count.
   *
   * @param counted newest first
   * @param usedUp which are not counted again for this or a lower level
   */
  record Found(List<Remembered> counted, List<Remembered> usedUp) {
    Found {
      counted = List.copyOf(counted);
      usedUp = List.copyOf(usedUp);
    }
  }

  /** Whether a search sees events too that are not like the current one. */
  abstract boolean keepsAll();

  /** Returns the events that complete the count with the current one; empty if there are none. */
  abstract Optional<Found> search(Composite composite, Event event, EventRow row, long now);
}
