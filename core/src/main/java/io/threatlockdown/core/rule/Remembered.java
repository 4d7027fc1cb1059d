package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Optional;

/** An event that rules count. One object however many windows hold it. */
final class Remembered {
  private static final int OBJECT_BYTES = 512;
  private static final int FIELD_BYTES = 80;
  private static final List<StaticField> FIELDS = List.of(StaticField.values());

  private final Event event;
  private final long second;
  private final long bytes;
  private final List<Feeds.Feed> feeds;
  private int consumedBy;
  private int holders;

  Remembered(Event event, long second, int consumedBy, List<Feeds.Feed> feeds) {
    this.event = event;
    this.second = second;
    this.consumedBy = consumedBy;
    this.feeds = feeds;
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

  void hold() {
    holders++;
  }

  /** Whether no window holds it any more. */
  boolean release() {
    holders--;
    return holders == 0;
  }

  private static long weigh(Event event) {
    String text = event.line().text();
    long bytes = (long) OBJECT_BYTES + text.length();
    // Mostly the text itself, which then is not held twice.
    bytes += event.fullLog().equals(text) ? 0 : event.fullLog().length();
    bytes += event.log().equals(text) ? 0 : event.log().length();
    for (StaticField field : FIELDS) {
      Optional<String> value = event.field(field);
      bytes += value.isPresent() ? FIELD_BYTES + value.get().length() : 0;
    }
    for (DynamicField field : event.dynamicFields()) {
      bytes += FIELD_BYTES + field.value().length();
    }
    return bytes;
  }
}
