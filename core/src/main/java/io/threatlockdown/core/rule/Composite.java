package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * What a rule counts: so many events of one kind within a time, equal in some values and different
 * in others (spec ruleset §4.5). Two are never equal, for each has its own windows.
 */
final class Composite {
  /** Which events count. */
  sealed interface Source {}

  /** Events whose final rule has this id: {@code if_matched_sid}. */
  record Sid(int id) implements Source {}

  /** Events whose final rule has such groups: {@code if_matched_group}. */
  record Groups(Expression pattern) implements Source {}

  /** Every event of the rule's category whose log matches, if there is a pattern. */
  record Everything(Optional<Expression> log) implements Source {}

  /** In what the events must be equal, and in what they must differ. */
  record Likeness(List<Subject> same, List<Subject> different, List<Subject> differentNamed) {
    Likeness {
      same = List.copyOf(same);
      different = List.copyOf(different);
      differentNamed = List.copyOf(differentNamed);
    }

    /** Whether events of one key can still differ in what matters. */
    boolean looksForDifference() {
      return !different.isEmpty() || !differentNamed.isEmpty();
    }
  }

  /** What no value contains, for values are bytes. */
  private static final char KEY_SEPARATOR = '\uffff';

  private static final Optional<String> WHOLE_WINDOW = Optional.of("");

  private final int level;
  private final int events;
  private final int timeframeSeconds;
  private final Source source;
  private final Likeness likeness;
  private final Counting counting;

  /**
   * Describes a count.
   *
   * @param events how many events make the rule match, the current one included: 2 or more
   */
  Composite(
      int level,
      int events,
      int timeframeSeconds,
      Source source,
      Likeness likeness,
      Counting counting) {
    this.level = level;
    this.events = events;
    this.timeframeSeconds = timeframeSeconds;
    this.source = source;
    this.likeness = likeness;
    this.counting = counting;
  }

  /** Returns this count with the source of the rule that it overwrites. */
  Composite withSource(Source of) {
    return new Composite(level, events, timeframeSeconds, of, likeness, counting);
  }

  int level() {
    return level;
  }

  /** How many remembered events are enough. */
  int earlierEvents() {
    return events - 1;
  }

  int timeframeSeconds() {
    return timeframeSeconds;
  }

  Source source() {
    return source;
  }

  Likeness likeness() {
    return likeness;
  }

  Counting counting() {
    return counting;
  }

  /** Whether a search may look past the events that suffice. */
  boolean looksFurther() {
    return counting.keepsAll() || likeness.looksForDifference();
  }

  /** Whether an event of that second no longer counts. */
  boolean tooOld(long second, long now) {
    return now - second > timeframeSeconds;
  }

  /** Whether an event of that category is among those that the source names. */
  boolean counts(Event event, Category ofRule) {
    return !(source instanceof Everything everything)
        || (event.category() == ofRule
            && everything.log().map(pattern -> pattern.matches(event.log())).orElse(true));
  }

  /** Whether an earlier event counts with the current one. */
  boolean alike(Event event, Event earlier) {
    for (Subject subject : likeness.same()) {
      if (!equal(subject, event, earlier)) {
        return false;
      }
    }
    return differ(event, earlier) && counts(earlier, event.category());
  }

  /**
   * Returns the part of the rule's window that an event is kept and looked for in: the values in
   * which events must be equal, unless all are kept together. Empty if the event lacks such a
   * value.
   */
  Optional<String> key(Event event) {
    if (counting.keepsAll() || likeness.same().isEmpty()) {
      return WHOLE_WINDOW;
    }
    if (likeness.same().size() == 1) {
      return likeness.same().get(0).of(event);
    }
    StringBuilder key = new StringBuilder();
    for (Subject subject : likeness.same()) {
      Optional<String> value = subject.of(event);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      key.append(value.get()).append(KEY_SEPARATOR);
    }
    return Optional.of(key.toString());
  }

  /** Whether two events differ in all that must differ. A value that one lacks differs. */
  boolean differ(Event one, Event other) {
    if (!likeness.differentNamed().isEmpty()
        && one.dynamicFields().isEmpty()
        && other.dynamicFields().isEmpty()) {
      return false;
    }
    return !anyEqual(likeness.differentNamed(), one, other)
        && !anyEqual(likeness.different(), one, other);
  }

  private static boolean anyEqual(List<Subject> fields, Event one, Event other) {
    for (Subject field : fields) {
      if (equal(field, one, other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(Subject field, Event one, Event other) {
    Optional<String> value = field.of(one);
    return value.isPresent() && value.equals(field.of(other));
  }
}
