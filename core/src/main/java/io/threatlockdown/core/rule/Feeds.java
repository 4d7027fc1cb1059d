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
  record CategoryFeed(Feed feed, Category category) {
    CategoryFeed(Composite composite, Category category) {
      this(new Feed(composite, 1), category);
    }
  }

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
    List<Feed> all = feeds;
    for (CategoryFeed counted : byCategory) {
      Composite composite = counted.feed().composite();
      if (composite.counting().keepsAll() || composite.counts(event, counted.category())) {
        all = all == feeds ? new ArrayList<>(feeds) : all;
        all.add(counted.feed());
      }
    }
    return all;
  }
}
