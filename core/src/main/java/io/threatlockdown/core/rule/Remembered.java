package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that rules count. One object however many windows hold it. */
final class Remembered {
  private static final int OBJECT_BYTES = 640;

  private final Event event;
  private final long second;
  private final long bytes;
  private final List<Feeds.Feed> feeds;
  private final @Nullable EventRow[] rows;
  private int consumedBy;
  private int holders;

  /** The neighbours in the order of arrival, kept by {@link Arrivals}. */
  @Nullable Remembered older;

  @Nullable Remembered newer;

  Remembered(Event event, long second, int consumedBy, List<Feeds.Feed> feeds) {
    this.event = event;
    this.second = second;
    this.consumedBy = consumedBy;
    this.feeds = feeds;
    this.rows = new EventRow[feeds.size()];
    this.bytes = weigh(event);
  }

  Event event() {
    return event;
  }

  /** When it arrived, in epoch seconds. */
  long second() {
    return second;
  }

  /** The counts it went into. */
  List<Feeds.Feed> feeds() {
    return feeds;
  }

  /** The level of the highest rule whose count it completed or ended; 0 if none. */
  int consumedBy() {
    return consumedBy;
  }

  void consume(int level) {
    consumedBy = level;
  }

  /** About how much memory it takes. */
  long bytes() {
    return bytes;
  }

  /** A row holds it for the count of that number among its feeds. */
  void holdIn(int feed, EventRow row) {
    rows[feed] = row;
    holders++;
  }

  /** Whether no row holds it any more. */
  boolean release() {
    holders--;
    return holders == 0;
  }

  /** Leaves all rows, in each of which it is the oldest. */
  void leave() {
    for (EventRow row : rows) {
      if (row != null) {
        row.removeAll(this);
      }
    }
  }

  private static long weigh(Event event) {
    int text = event.line().text().length();
    long bytes = OBJECT_BYTES + text + event.fieldBytes();
    // Mostly the text itself, which then is not held twice.
    bytes += event.fullLog().length() == text ? 0 : event.fullLog().length();
    return bytes + (event.log().length() == text ? 0 : event.log().length());
  }
}
