package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which counts an event goes into, by the rule that matched it last. */
final class Feeds {
  /**
   * A count that an event goes into.
   *
   * @param times how often: once for each place its rule had in the tree (spec ruleset §4.3)
   */
  record Feed(Composite composite, int times) {}

  /** A count of all events of a category. */
  record CategoryFeed(Composite composite, Category category) {}

  private final Map<Integer, List<Feed>> byRule;
  private final List<CategoryFeed> byCategory;
  private final int timeframeSecondsMax;

  Feeds(Map<Integer, List<Feed>> byRule, List<CategoryFeed> byCategory, int timeframeSecondsMax) {
    this.byRule = Map.copyOf(byRule);
    this.byCategory = List.copyOf(byCategory);
    this.timeframeSecondsMax = timeframeSecondsMax;
  }

  /** After how many seconds no rule counts an event any more. */
  int timeframeSecondsMax() {
    return timeframeSecondsMax;
  }

  List<Feed> of(RuleDefinition rule, Event event) {
    List<Feed> feeds = byRule.getOrDefault(rule.id(), List.of());
    if (byCategory.isEmpty()) {
      return feeds;
    }
    List<Feed> all = new ArrayList<>(feeds);
    for (CategoryFeed feed : byCategory) {
      Composite composite = feed.composite();
      if (composite.counting().keepsAll() || composite.counts(event, feed.category())) {
        all.add(new Feed(feed.composite(), 1));
      }
    }
    return all;
  }
}
