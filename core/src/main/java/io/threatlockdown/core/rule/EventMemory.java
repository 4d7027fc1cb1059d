package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of one host that rules count, bounded by number and by memory: at a limit the oldest
 * goes, and is counted if it was not too old to matter. An event is kept only while some rule could
 * count it (spec ruleset §4.5).
 */
final class EventMemory {
  /** The most events remembered (Wazuh's {@code memory_size}). */
  static final int EVENTS_MAX = 8192;

  /** About the most memory they take together, in bytes. */
  static final long BYTES_MAX = 8L << 20;

  /** The most earlier logs an alert shows. */
  static final int PREVIOUS_LOGS_MAX = 64;

  private final Feeds feeds;
  private final MemoryBudget budget;
  private final Map<Composite, Window> windows = new HashMap<>();
  private Arrivals arrivals = new Arrivals();
  private long bytes;
  private long evictions;

  EventMemory(Feeds feeds, MemoryBudget budget) {
    this.feeds = feeds;
    this.budget = budget;
  }

  int size() {
    return arrivals.size();
  }

  long evictions() {
    return evictions;
  }

  /**
   * Returns the logs of the earlier events, newest first, if with them the current event completes
   * the count. That uses them up for counts of this or a lower level.
   */
  Optional<List<String>> fire(Composite composite, Event event, long now) {
    Window window = windows.get(composite);
    Optional<String> key = window == null ? Optional.empty() : composite.key(event);
    if (window == null || key.isEmpty()) {
      return Optional.empty();
    }
    Optional<EventRow> earlier = window.enough(Key.of(key.get()), now);
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Optional<Counting.Found> found =
        composite.counting().search(composite, event, earlier.get(), now);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    found.get().usedUp().forEach(used -> used.consume(composite.level()));
    return Optional.of(logs(found.get()));
  }

  /** Remembers an event for all rules that count events of its final rule. */
  void remember(RuleDefinition rule, Event event, long now, int consumedBy) {
    List<Feeds.Feed> into = feeds.of(rule, event);
    if (!into.isEmpty()) {
      hold(event, now, consumedBy, into);
    }
    shrink(now);
  }

  private void hold(Event event, long now, int consumedBy, List<Feeds.Feed> into) {
    Remembered remembered = Remembered.of(event, now, consumedBy, into);
    for (int i = 0; i < into.size(); i++) {
      Optional<String> key = into.get(i).composite().key(event);
      if (key.isPresent()) {
        hold(remembered, i, key.get());
      }
    }
  }

  /** Counts the event for the feed of that number, by values that it has in common with others. */
  private void hold(Remembered event, int feed, String key) {
    if (!event.isHeld()) {
      arrivals.add(event);
      weigh(event.bytes());
    }
    Feeds.Feed into = event.feeds().get(feed);
    EventRow row = window(into.composite()).row(Key.of(key));
    for (int times = 0; times < into.times(); times++) {
      event.holdIn(feed, row);
      add(into.composite(), row, event);
    }
  }

  private Window window(Composite composite) {
    Window window = windows.get(composite);
    if (window == null) {
      window = new Window(composite);
      windows.put(composite, window);
    }
    return window;
  }

  /**
   * Returns a memory of the same events for the counts that go on; others forget them.
   *
   * @param continuing the counts that go on, each with the one it goes on as
   */
  EventMemory continuedBy(Feeds successors, Map<Composite, Composite> continuing) {
    EventMemory successor = new EventMemory(successors, budget);
    for (Remembered event = arrivals.oldest(); event != null; event = event.newer) {
      successor.takeOver(event, continuing);
    }
    successor.evictions = evictions;
    close();
    return successor;
  }

  private void takeOver(Remembered event, Map<Composite, Composite> continuing) {
    List<Feeds.Feed> into = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < event.feeds().size(); i++) {
      Feeds.Feed feed = event.feeds().get(i);
      Composite composite = continuing.get(feed.composite());
      Optional<String> key = event.key(i);
      if (composite != null && key.isPresent()) {
        into.add(new Feeds.Feed(composite, feed.times()));
        keys.add(key.get());
      }
    }
    Remembered here = event.goingInto(into);
    for (int i = 0; i < keys.size(); i++) {
      hold(here, i, keys.get(i));
    }
  }

  /** Forgets everything, for good. */
  void close() {
    weigh(-bytes);
    arrivals = new Arrivals();
    windows.clear();
  }

  private void weigh(long more) {
    bytes += more;
    budget.add(more);
  }

  private void add(Composite composite, EventRow row, Remembered event) {
    Optional<Remembered> displaced = row.add(event);
    if (displaced.isPresent()) {
      boolean matters =
          composite.looksFurther() && !composite.tooOld(displaced.get().second(), event.second());
      evictions += matters ? 1 : 0;
      if (displaced.get().release()) {
        forget(displaced.get());
      }
    }
  }

  private void forget(Remembered event) {
    arrivals.remove(event);
    weigh(-event.bytes());
  }

  /** Forgets the oldest events as far as they are too old or too many. */
  void shrink(long now) {
    Remembered event = arrivals.oldest();
    while (event != null) {
      boolean expired = now - event.second() > feeds.timeframeSecondsMax();
      if (!expired && !isTooMuch()) {
        return;
      }
      forget(event);
      evictions += expired ? 0 : 1;
      event.leave();
      event = arrivals.oldest();
    }
  }

  private boolean isTooMuch() {
    return arrivals.size() > EVENTS_MAX || bytes > BYTES_MAX || budget.isTooMuch(bytes);
  }

  private static List<String> logs(Counting.Found found) {
    int count = Math.min(found.counted().size(), PREVIOUS_LOGS_MAX);
    List<String> logs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      logs.add(found.counted().get(i).fullLog());
    }
    return logs;
  }
}
