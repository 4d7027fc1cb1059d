package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that counting rules search, as spec ruleset §4.3, §4.5 and §9 keep and search them:
 * one list of all, one for each rule referred to, one for each count by groups; newest first. For a
 * session shorter than {@link EventMemory#EVENTS_MAX}.
 */
final class PlainMemory {
  private static final class Stored {
    private final Event event;
    private final long second;
    private int matched;

    private Stored(Event event, long second, int matched) {
      this.event = event;
      this.second = second;
      this.matched = matched;
    }
  }

  private final IdentityHashMap<Composite, RuleEntry> composites = new IdentityHashMap<>();
  private final List<Stored> all = new ArrayList<>();
  private final Map<Integer, List<Stored>> sidLists = new HashMap<>();
  private final IdentityHashMap<Composite, List<Stored>> groupLists = new IdentityHashMap<>();

  PlainMemory(RuleTree tree) {
    for (RuleEntry entry : tree.entries()) {
      Optional<Composite> composite = entry.definition().composite();
      if (composite.isPresent()) {
        composites.put(composite.get(), entry);
        if (composite.get().source() instanceof Composite.Sid sid) {
          sidLists.put(sid.id(), new ArrayList<>());
        }
      }
    }
  }

  void store(RuleDefinition rule, Event event, long now, int matched) {
    Stored stored = new Stored(event, now, matched);
    all.add(stored);
    if (sidLists.containsKey(rule.id())) {
      sidLists.get(rule.id()).add(stored);
      return;
    }
    composites.forEach(
        (composite, entry) -> {
          int times = entry.timesByRule().getOrDefault(rule.id(), 0);
          for (int i = 0; i < times; i++) {
            list(composite).add(stored);
          }
        });
  }

  /** Returns the logs counted, newest first, if the rule fires. */
  Optional<List<String>> search(Composite rule, Event current, long now) {
    List<Stored> list = list(rule);
    List<Stored> qualifying = new ArrayList<>();
    for (int i = list.size() - 1; i >= 0; i--) {
      Stored stored = list.get(i);
      if (now - stored.second > rule.timeframeSeconds()) { // 1
        return Optional.empty();
      }
      boolean ossec = rule.counting() == Counting.OSSEC;
      if (ossec && stored.matched >= rule.level()) { // §9: before the values are compared
        return Optional.empty();
      }
      if (!qualifies(rule, current, stored.event)) { // 3 to 7
        continue;
      }
      if (stored.matched >= rule.level()) { // 8
        return Optional.empty();
      }
      qualifying.add(stored); // 9
      if (qualifying.size() >= rule.earlierEvents()) {
        if (ossec) { // §9: the newest of the list and the oldest counted
          list.get(list.size() - 1).matched = rule.level();
          stored.matched = rule.level();
        } else if (rule.earlierEvents() > 1) {
          qualifying.get(0).matched = rule.level();
        }
        return Optional.of(
            qualifying.stream()
                .limit(EventMemory.PREVIOUS_LOGS_MAX)
                .map(counted -> counted.event.fullLog())
                .toList());
      }
    }
    return Optional.empty();
  }

  private List<Stored> list(Composite rule) {
    if (rule.source() instanceof Composite.Sid sid) {
      return sidLists.computeIfAbsent(sid.id(), unused -> new ArrayList<>());
    }
    if (rule.source() instanceof Composite.Everything everything) {
      RuleEntry entry = composites.get(rule);
      if (rule.counting() == Counting.OSSEC) {
        return all;
      }
      return all.stream()
          .filter(stored -> entry != null && stored.event.category() == entry.category())
          .filter(
              stored ->
                  everything.log().isEmpty() || everything.log().get().matches(stored.event.log()))
          .toList();
    }
    return groupLists.computeIfAbsent(rule, unused -> new ArrayList<>());
  }

  private static boolean qualifies(Composite rule, Event current, Event stored) {
    Composite.Likeness likeness = rule.likeness();
    for (Subject field : likeness.same()) {
      Optional<String> value = field.of(current);
      if (value.isEmpty() || !value.equals(field.of(stored))) {
        return false;
      }
    }
    if (!likeness.differentNamed().isEmpty()
        && current.dynamicFields().isEmpty()
        && stored.dynamicFields().isEmpty()) {
      return false;
    }
    List<Subject> different = new ArrayList<>(likeness.differentNamed());
    different.addAll(likeness.different());
    for (Subject field : different) {
      Optional<String> value = field.of(current);
      if (value.isPresent() && value.equals(field.of(stored))) {
        return false;
      }
    }
    return true;
  }
}
