package io.threatlockdown.core.rule;

import java.util.Optional;

/**
 * The events that one rule may count, apart by the values in which they must be equal, so that a
 * search sees only events that qualify; under OSSEC all of them together.
 */
final class Window {
  /** The most events of one key kept, and searched, for a rule that wants them different. */
  static final int DIFFERENT_EVENTS_MAX = 1024;

  private final Composite composite;
  private final int keptMax;
  private final Rows rows = new Rows();

  Window(Composite composite) {
    this.composite = composite;
    int lookedAtMax =
        composite.counting().keepsAll() ? EventMemory.EVENTS_MAX : DIFFERENT_EVENTS_MAX;
    this.keptMax =
        composite.looksFurther()
            ? Math.max(lookedAtMax, composite.earlierEvents())
            : composite.earlierEvents();
  }

  Composite composite() {
    return composite;
  }

  /** The most events of one key. */
  int keptMax() {
    return keptMax;
  }

  /** Returns the rows, to which others must not be added. */
  Rows rows() {
    return rows;
  }

  /** Returns the place of events with that key, to which one must be added. */
  EventRow row(Key key, Arrivals arrivals) {
    EventRow row = rows.find(key);
    if (row == null) {
      row = new EventRow(key);
      rows.add(row, arrivals);
    }
    return row;
  }

  /**
   * Returns the events that equal the current one in what matters; empty if it is certain that they
   * are too few for the rule to match.
   */
  Optional<EventRow> enough(Key key, Arrivals arrivals, long now) {
    EventRow row = rows.find(key);
    if (row == null || row.size() < composite.earlierEvents()) {
      return Optional.empty();
    }
    boolean any = row.trim(arrivals);
    if (!any || row.size() < composite.earlierEvents()) {
      return Optional.empty();
    }
    // Without a difference to look for, all of those kept are needed, the oldest too.
    boolean tooOld =
        !composite.looksFurther() && composite.tooOld(arrivals.second(row.oldest()), now);
    return tooOld ? Optional.empty() : Optional.of(row);
  }
}
