package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events that are remembered, in the order of their arrival, each known by its number. Later
 * ones have higher numbers.
 *
 * <p>To look at an event that came thousands of lines ago means to wait for memory. So all that is
 * asked of most events stands in arrays side by side, and an event leaves without being looked at:
 * whoever has its number finds out by that ({@link #isGone}).
 */
final class Arrivals {
  private static final int PLACES_MIN = 16; // As all greater ones a power of two.

  /** So high do numbers get before all are counted anew from 0. */
  private static final int NUMBERS_MAX = 1 << 30;

  /** Of each event the text that alerts show; null at a place from which one has gone early. */
  private @Nullable String[] logs = new String[PLACES_MIN];

  /** The events themselves where a count compares them. */
  private @Nullable Event[] events = new Event[PLACES_MIN];

  private long[] seconds = new long[PLACES_MIN];
  private int[] bytes = new int[PLACES_MIN];
  private int[] consumedBy = new int[PLACES_MIN];
  private int[] holders = new int[PLACES_MIN];

  private int oldest;
  private int next;
  private int size;

  /** Returns how many are here. */
  int size() {
    return size;
  }

  /** The number of the oldest one, if there is any. */
  int oldest() {
    return oldest;
  }

  /** Whether an event of that number has left because it was the oldest. */
  boolean isGone(int number) {
    return number < oldest;
  }

  /** The event's text, as alerts show it. */
  String log(int number) {
    return Objects.requireNonNull(logs[place(number)], "the event is gone");
  }

  /**
   * The event, to be compared by a count that {@linkplain Composite#looksFurther looks further}.
   */
  Event event(int number) {
    return Objects.requireNonNull(compared(number), "no count compares this event");
  }

  /** The event, if a count compares it. */
  @Nullable Event compared(int number) {
    return events[place(number)];
  }

  /** When it came, in epoch seconds. */
  long second(int number) {
    return seconds[place(number)];
  }

  /** About how much memory it takes. */
  int bytes(int number) {
    return bytes[place(number)];
  }

  /** The level of the highest rule whose count it completed or ended; 0 if none. */
  int consumedBy(int number) {
    return consumedBy[place(number)];
  }

  void consume(int number, int level) {
    consumedBy[place(number)] = level;
  }

  /** Whether {@link #renumber} must be called before another one is added. */
  boolean isFull() {
    return next - oldest == logs.length || next == NUMBERS_MAX;
  }

  /**
   * Adds one that has come last.
   *
   * @param compared the event itself, if a count compares it
   * @return its number
   */
  int add(String log, @Nullable Event compared, long second, int consumedByLevel, int aboutBytes) {
    int place = place(next);
    logs[place] = log;
    events[place] = compared;
    seconds[place] = second;
    bytes[place] = aboutBytes;
    consumedBy[place] = consumedByLevel;
    holders[place] = 0;
    size++;
    return next++;
  }

  /** A row holds the event once more. */
  void hold(int number) {
    holders[place(number)]++;
  }

  /** A row lets the event go; whether none holds it any more. */
  boolean release(int number) {
    int left = --holders[place(number)];
    return left == 0;
  }

  /** Takes one away that is here. */
  void remove(int number) {
    logs[place(number)] = null;
    events[place(number)] = null;
    size--;
    while (oldest < next && logs[place(oldest)] == null) {
      oldest++;
    }
  }

  /**
   * Closes the gaps that events left in the middle, makes room and counts anew from 0. Numbers of
   * events that are gone mean nothing from then on.
   *
   * @return the new number of each event by its old one less that of the oldest
   */
  int[] renumber() {
    int[] numbers = new int[next - oldest];
    int places = logs.length;
    while (places < size + size / 2 + 1) {
      places *= 2;
    }
    Arrivals compact = new Arrivals();
    compact.resize(places);
    for (int number = oldest; number < next; number++) {
      int from = place(number);
      String log = logs[from];
      if (log != null) {
        int to = compact.add(log, events[from], seconds[from], consumedBy[from], bytes[from]);
        compact.holders[to] = holders[from];
        numbers[number - oldest] = to;
      }
    }
    become(compact);
    return numbers;
  }

  private void resize(int places) {
    logs = Arrays.copyOf(logs, places);
    events = Arrays.copyOf(events, places);
    seconds = Arrays.copyOf(seconds, places);
    bytes = Arrays.copyOf(bytes, places);
    consumedBy = Arrays.copyOf(consumedBy, places);
    holders = Arrays.copyOf(holders, places);
  }

  private void become(Arrivals other) {
    logs = other.logs;
    events = other.events;
    seconds = other.seconds;
    bytes = other.bytes;
    consumedBy = other.consumedBy;
    holders = other.holders;
    oldest = 0;
    next = other.next;
    size = other.size;
  }

  private int place(int number) {
    return number & (logs.length - 1);
  }
}
