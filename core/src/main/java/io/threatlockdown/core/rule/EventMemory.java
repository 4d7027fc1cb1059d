package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  private final Set<Remembered> oldestFirst = new LinkedHashSet<>();
  private long bytes;
  private long evictions;

  EventMemory(Feeds feeds, MemoryBudget budget) {
    this.feeds = feeds;
    this.budget = budget;
  }

  int size() {
    return oldestFirst.size();
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
    Optional<Counting.Found> found =
        composite.counting().search(composite, event, window.newestFirst(key.get()), now);
    found.ifPresent(
        events -> events.usedUp().forEach(earlier -> earlier.consume(composite.level())));
    return found.map(EventMemory::logs);
  }

  /** Remembers an event for all rules that count events of its final rule. */
  void remember(RuleDefinition rule, Event event, long now, int consumedBy) {
    add(new Remembered(event, now, consumedBy, feeds.of(rule, event)));
    shrink(now);
  }

  private void add(Remembered event) {
    for (Feeds.Feed feed : event.feeds()) {
      Optional<String> key = feed.composite().key(event.event());
      if (key.isPresent()) {
        for (int i = 0; i < feed.times(); i++) {
          add(feed.composite(), key.get(), event, event.second());
        }
      }
    }
  }

  /**
   * Returns a memory of the same events for the counts that go on; others forget them.
   *
   * @param continuing the counts that go on, each with the one it goes on as
   */
  EventMemory continuedBy(Feeds successors, Map<Composite, Composite> continuing) {
    EventMemory successor = new EventMemory(successors, budget);
    for (Remembered event : oldestFirst) {
      List<Feeds.Feed> into = new ArrayList<>();
      for (Feeds.Feed feed : event.feeds()) {
        Optional.ofNullable(continuing.get(feed.composite()))
            .ifPresent(composite -> into.add(new Feeds.Feed(composite, feed.times())));
      }
      successor.add(new Remembered(event.event(), event.second(), event.consumedBy(), into));
    }
    successor.evictions = evictions;
    close();
    return successor;
  }

  /** Forgets everything, for good. */
  void close() {
    weigh(-bytes);
    oldestFirst.clear();
    windows.clear();
  }

  private void weigh(long more) {
    bytes += more;
    budget.add(more);
  }

  private void add(Composite composite, String key, Remembered event, long now) {
    Window window = windows.computeIfAbsent(composite, Window::new);
    event.hold();
    if (oldestFirst.add(event)) {
      weigh(event.bytes());
    }
    Optional<Remembered> displaced = window.add(key, event);
    if (displaced.isPresent()) {
      boolean matters = composite.looksFurther() && !composite.tooOld(displaced.get(), now);
      evictions += matters ? 1 : 0;
      if (displaced.get().release()) {
        forget(displaced.get());
      }
    }
  }

  private void forget(Remembered event) {
    if (oldestFirst.remove(event)) {
      weigh(-event.bytes());
    }
  }

  /** Forgets the oldest events as far as they are too old or too many. */
  void shrink(long now) {
    Iterator<Remembered> oldest = oldestFirst.iterator();
    while (oldest.hasNext()) {
      Remembered event = oldest.next();
      boolean expired = now - event.second() > feeds.timeframeSecondsMax();
      if (!expired && !isTooMuch()) {
        return;
      }
      oldest.remove();
      weigh(-event.bytes());
      evictions += expired ? 0 : 1;
      removeFromWindows(event);
    }
  }

  private boolean isTooMuch() {
    return oldestFirst.size() > EVENTS_MAX || bytes > BYTES_MAX || budget.isTooMuch(bytes);
  }

  /** It is the oldest of all, so in every window it is first. */
  private void removeFromWindows(Remembered event) {
    for (Feeds.Feed feed : event.feeds()) {
      Window window = windows.get(feed.composite());
      if (window != null) {
        feed.composite().key(event.event()).ifPresent(key -> window.removeAll(key, event));
      }
    }
  }

  private static List<String> logs(Counting.Found found) {
    return found.counted().stream()
        .limit(PREVIOUS_LOGS_MAX)
        .map(earlier -> earlier.event().fullLog())
        .toList();
  }
}
