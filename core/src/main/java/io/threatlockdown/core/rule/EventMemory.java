package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** About what an event takes besides its texts: its places, its row, the alert's text. */
  private static final int OBJECT_BYTES = 240;

  /** The same of the event itself, where it is kept. */
  private static final int EVENT_BYTES = 480;

  /** How a count holds an event. */
  private record Held(Composite composite, String key) {}

  private final Feeds feeds;
  private final MemoryBudget budget;
  private final Map<Composite, Window> windows = new HashMap<>();
  private Arrivals arrivals = new Arrivals();
  private Key lastKey = Key.of("");
  private long bytes;
  private long evictions;

  /** How many of the bytes the budget knows of. */
  private long budgetedBytes;

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
    Optional<EventRow> earlier = window.enough(key(key.get()), arrivals, now);
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Counting counting = composite.counting();
    int[] counted = counting.search(composite, event, earlier.get(), arrivals, now);
    if (counted.length == 0) {
      return Optional.empty();
    }
    counting.useUp(counted, earlier.get(), arrivals, composite.level());
    return Optional.of(logs(counted));
  }

  /** Remembers an event for all rules that count events of its final rule. */
  void remember(RuleDefinition rule, Event event, long now, int consumedBy) {
    List<Feeds.Feed> into = feeds.of(rule, event);
    if (!into.isEmpty()) {
      hold(event, now, consumedBy, into);
    }
    forgetOldest(now);
  }

  private void hold(Event event, long now, int consumedBy, List<Feeds.Feed> into) {
    boolean compared = false;
    for (int i = 0; i < into.size(); i++) {
      compared |= into.get(i).composite().looksFurther();
    }
    int number = EventRow.NONE;
    for (int i = 0; i < into.size(); i++) {
      Composite composite = into.get(i).composite();
      Optional<String> key = composite.key(event);
      if (key.isPresent()) {
        if (number == EventRow.NONE) {
          number =
              add(
                  event.fullLog(),
                  compared ? event : null,
                  now,
                  consumedBy,
                  weigh(event, compared));
        }
        hold(number, composite, key.get(), into.get(i).times());
      }
    }
  }

  private int add(String log, @Nullable Event compared, long second, int consumedBy, int about) {
    if (arrivals.isFull()) {
      renumber();
    }
    bytes += about;
    return arrivals.add(log, compared, second, consumedBy, about);
  }

  private void renumber() {
    windows.values().forEach(window -> window.rows().sweep(arrivals));
    int oldest = arrivals.oldest();
    int[] numbers = arrivals.renumber();
    for (Window window : windows.values()) {
      window.rows().all().forEach(row -> row.renumber(numbers, oldest));
    }
  }

  /** Counts an event, by values that it has in common with others. */
  private void hold(int number, Composite composite, String key, int times) {
    Window window = windows.get(composite);
    if (window == null) {
      window = new Window(composite);
      windows.put(composite, window);
    }
    EventRow row = window.row(key(key), arrivals);
    for (int i = 0; i < times; i++) {
      arrivals.hold(number);
      add(number, row, window);
    }
  }

  private void add(int number, EventRow row, Window window) {
    boolean any = row.trim(arrivals);
    int displaced = row.add(number, window.keptMax());
    if (!any || displaced == EventRow.NONE) {
      return; // Where none was left, none had to go.
    }
    Composite composite = window.composite();
    boolean matters =
        composite.looksFurther()
            && !composite.tooOld(arrivals.second(displaced), arrivals.second(number));
    evictions += matters ? 1 : 0;
    if (arrivals.release(displaced)) {
      forget(displaced);
    }
  }

  /** Returns the key of a text; the last one again if it is of that text. */
  @SuppressWarnings("ReferenceEquality") // An event is looked for and kept by the same object.
  private Key key(String text) {
    if (lastKey.text() != text) {
      lastKey = Key.of(text);
    }
    return lastKey;
  }

  /**
   * Returns a memory of the same events for the counts that go on; others forget them.
   *
   * @param continuing the counts that go on, each with the one it goes on as
   */
  EventMemory continuedBy(Feeds successors, Map<Composite, Composite> continuing) {
    List<List<Held>> held = held(continuing);
    EventMemory successor = new EventMemory(successors, budget);
    for (int number = 0; number < held.size(); number++) {
      successor.takeOver(this, number, held.get(number));
    }
    successor.evictions = evictions;
    close();
    successor.tellBudget();
    return successor;
  }

  /** By number, as what the counts that go on hold each event. All numbers are new ones. */
  private List<List<Held>> held(Map<Composite, Composite> continuing) {
    renumber();
    List<List<Held>> held = new ArrayList<>();
    for (int number = 0; number < arrivals.size(); number++) {
      held.add(new ArrayList<>());
    }
    continuing.forEach(
        (composite, successor) -> {
          Window window = windows.get(composite);
          for (EventRow row : window == null ? List.<EventRow>of() : window.rows().all()) {
            for (int i = row.size() - 1; i >= 0; i--) {
              held.get(row.newest(i)).add(new Held(successor, row.key()));
            }
          }
        });
    return held;
  }

  private void takeOver(EventMemory before, int number, List<Held> held) {
    if (held.isEmpty()) {
      return;
    }
    Arrivals from = before.arrivals;
    int here =
        add(
            from.log(number),
            from.compared(number),
            from.second(number),
            from.consumedBy(number),
            from.bytes(number));
    for (Held one : held) {
      hold(here, one.composite(), one.key(), 1);
    }
  }

  /** Forgets everything, for good. */
  void close() {
    bytes = 0;
    tellBudget();
    arrivals = new Arrivals();
    windows.clear();
  }

  private void forget(int number) {
    bytes -= arrivals.bytes(number);
    arrivals.remove(number);
  }

  /** Forgets the oldest events as far as they are too old or too many, and all empty rows. */
  void shrink(long now) {
    forgetOldest(now);
    windows.values().forEach(window -> window.rows().sweep(arrivals));
  }

  private void forgetOldest(long now) {
    while (arrivals.size() > 0 && (isExpired(now) || isTooMuchHere())) {
      evictions += isExpired(now) ? 0 : 1;
      forget(arrivals.oldest());
    }
    tellBudget();
    while (budget.isTooMuch(bytes)) {
      evictions++;
      forget(arrivals.oldest());
      tellBudget();
    }
  }

  /** Whether no rule counts the oldest event any more. */
  private boolean isExpired(long now) {
    return now - arrivals.second(arrivals.oldest()) > feeds.timeframeSecondsMax();
  }

  private boolean isTooMuchHere() {
    return arrivals.size() > EVENTS_MAX || bytes > BYTES_MAX;
  }

  /** Once for all that an event changed, since other threads look there too. */
  private void tellBudget() {
    if (bytes != budgetedBytes) {
      budget.add(bytes - budgetedBytes);
      budgetedBytes = bytes;
    }
  }

  private List<String> logs(int[] counted) {
    int count = Math.min(counted.length, PREVIOUS_LOGS_MAX);
    List<String> logs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      logs.add(arrivals.log(counted[i]));
    }
    return logs;
  }

  private static int weigh(Event event, boolean compared) {
    int text = event.line().text().length();
    long about = (long) OBJECT_BYTES + event.fullLog().length();
    if (compared) {
      // Mostly the line is the text itself, and so is the log; then they are not held twice.
      about += EVENT_BYTES + event.fieldBytes();
      about += event.fullLog().length() == text ? 0 : text;
      about += event.log().length() == text ? 0 : event.log().length();
    }
    return (int) Math.min(about, Integer.MAX_VALUE);
  }
}
