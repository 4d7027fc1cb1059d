package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an event that rules count: its text, and the event itself only where a count asks
 * more of it. One object however many windows hold it.
 */
final class Remembered {
  private static final int OBJECT_BYTES = 240;
  private static final int EVENT_BYTES = 480;

  private final String fullLog;
  private final @Nullable Event event;
  private final long second;
  private final long bytes;
  private final List<Feeds.Feed> feeds;
  private final @Nullable EventRow[] rows;
  private int consumedBy;
  private int holders;

  /** The neighbours in the order of arrival, kept by {@link Arrivals}. */
  @Nullable Remembered older;

  @Nullable Remembered newer;

  private Remembered(
      String fullLog,
      @Nullable Event event,
      long second,
      int consumedBy,
      List<Feeds.Feed> feeds,
      long bytes) {
    this.fullLog = fullLog;
    this.event = event;
    this.second = second;
    this.consumedBy = consumedBy;
    this.feeds = feeds;
    this.rows = new EventRow[feeds.size()];
    this.bytes = bytes;
  }

  /** Takes an event that came at that epoch second. */
  static Remembered of(Event event, long second, int consumedBy, List<Feeds.Feed> feeds) {
    boolean compared = false;
    for (int i = 0; i < feeds.size(); i++) {
      compared |= feeds.get(i).composite().looksFurther();
    }
    return new Remembered(
        event.fullLog(),
        compared ? event : null,
        second,
        consumedBy,
        feeds,
        weigh(event, compared));
  }

  /** Returns the same event for other counts, which ask no more of it. */
  Remembered goingInto(List<Feeds.Feed> others) {
    return new Remembered(fullLog, event, second, consumedBy, others, bytes);
  }

  /**
   * The event, to be compared by a count that {@linkplain Composite#looksFurther looks further}.
   */
  Event event() {
    return Objects.requireNonNull(event, "no count compares this event");
  }

  /** The event's text, as alerts show it. */
  String fullLog() {
    return fullLog;
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

  /** Whether a row holds it. */
  boolean isHeld() {
    return holders > 0;
  }

  /** A row lets it go; whether none holds it any more. */
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

  /** Returns the values that it is counted by for the feed of that number; empty if it is not. */
  Optional<String> key(int feed) {
    return Optional.ofNullable(rows[feed]).map(EventRow::key);
  }

  private static long weigh(Event event, boolean compared) {
    int text = event.line().text().length();
    long bytes = (long) OBJECT_BYTES + event.fullLog().length();
    if (!compared) {
      return bytes;
    }
    // Mostly the line is the text itself, and so is the log; then they are not held twice.
    bytes += EVENT_BYTES + event.fieldBytes();
    bytes += event.fullLog().length() == text ? 0 : text;
    return bytes + (event.log().length() == text ? 0 : event.log().length());
  }
}
