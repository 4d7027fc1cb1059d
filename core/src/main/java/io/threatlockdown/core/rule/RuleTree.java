package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tree of rules while it grows, rule by rule in the order of the files (spec ruleset §4.2). A
 * rule stands below every place of its parents that is known when it is added.
 */
final class RuleTree {
  /** Rules with lower ids are the roots. */
  static final int ROOT_IDS_END = 10;

  /** The most places of all rules. Wazuh's ruleset has 8,451. */
  static final int PLACES_MAX = 200_000;

  /** How deep the tree may be. Wazuh's is 13 deep. */
  static final int DEPTH_MAX = 64;

  private final RuleDialect dialect;
  private final Consumer<Problem> problems;
  private final List<TreeNode> roots = new ArrayList<>();
  private final Map<Integer, RuleEntry> entries = new LinkedHashMap<>();

  /** The rules that each search by group or level has found so far, for many search alike. */
  private final Map<Placement, List<RuleEntry>> found = new HashMap<>();

  private int places;

  RuleTree(RuleDialect dialect, Consumer<Problem> problems) {
    this.dialect = dialect;
    this.problems = problems;
  }

  List<TreeNode> roots() {
    return roots;
  }

  /** Returns the rules in the order added. */
  Collection<RuleEntry> entries() {
    return entries.values();
  }

  /** Adds a rule, or overwrites the one of that id. A rule that finds no place is left out. */
  void add(RuleReader.Read read, String file) {
    RuleDefinition definition = read.definition();
    RuleProblems reporter = new RuleProblems(file, "rule '" + definition.id() + "'", problems);
    RuleEntry known = entries.get(definition.id());
    if (known != null && read.overwrite()) {
      known.overwrite(definition, file, read.line());
      found.clear(); // Its groups and its level may have changed.
      return;
    }
    if (known != null) {
      reporter.error(
          read.line(),
          "the id is taken by the rule at "
              + known.file()
              + ":"
              + known.line()
              + "; overwrite=\"yes\" would replace it");
      return;
    }
    RuleEntry entry = new RuleEntry(definition, file, read.line());
    countTimes(entry);
    place(entry, reporter, read.line());
    if (!entry.places().isEmpty()) {
      entries.put(definition.id(), entry);
      found.forEach(
          (placement, rules) -> {
            if (accepts(definition, placement)) {
              rules.add(entry);
            }
          });
    } else if (!reporter.failed()) {
      reporter.error(read.line(), "no rule is loaded below which it could stand");
    }
  }

  private void place(RuleEntry entry, RuleProblems reporter, int line) {
    if (entry.id() < ROOT_IDS_END) {
      if (hasRoom(0, reporter, line)) {
        entry.places().add(TreeNode.root(entry, roots));
      }
      return;
    }
    for (TreeNode parent : parents(entry, reporter, line)) {
      if (!hasRoom(parent.depth(), reporter, line)) {
        return;
      }
      entry.places().add(parent.addChild(entry));
    }
  }

  private List<TreeNode> parents(RuleEntry entry, RuleProblems reporter, int line) {
    Placement placement = entry.definition().placement();
    if (placement instanceof Placement.ByCategory) {
      return root(entry.category()).map(List::of).orElse(List.of());
    }
    List<TreeNode> parents = new ArrayList<>();
    if (placement instanceof Placement.BySid bySid) {
      for (int id : bySid.ids()) {
        Optional<RuleEntry> parent = Optional.ofNullable(entries.get(id));
        parent.ifPresent(known -> entry.category(known.category()));
        parent.ifPresent(known -> parents.addAll(visiblePlaces(known)));
        if (parent.isEmpty()) {
          orphan(reporter, line, "<if_sid> names rule " + id + ", which is not loaded before");
        }
      }
    } else {
      accepted(placement).forEach(other -> parents.addAll(other.places()));
    }
    return parents;
  }

  private List<RuleEntry> accepted(Placement placement) {
    return found.computeIfAbsent(
        placement,
        unused -> {
          List<RuleEntry> rules = new ArrayList<>();
          for (RuleEntry entry : entries.values()) {
            if (accepts(entry.definition(), placement)) {
              rules.add(entry);
            }
          }
          return rules;
        });
  }

  private void orphan(RuleProblems reporter, int line, String text) {
    if (dialect.wantsParents()) {
      reporter.fatal(line, text);
    } else {
      reporter.warning(line, text);
    }
  }

  /**
   * Returns the places of a rule that a search by its id finds: it leaves a list of siblings at the
   * first hit, so what stands behind or below a later sibling is hidden.
   */
  private static List<TreeNode> visiblePlaces(RuleEntry parent) {
    List<TreeNode> places = parent.places();
    if (places.size() == 1) {
      return List.copyOf(places);
    }
    IdentityHashMap<List<TreeNode>, Integer> firstHits = new IdentityHashMap<>();
    for (TreeNode place : places) {
      firstHits.merge(place.siblings(), place.siblings().indexOf(place), Math::min);
    }
    return places.stream().filter(place -> isVisible(place, firstHits)).toList();
  }

  private static boolean isVisible(
      TreeNode place, IdentityHashMap<List<TreeNode>, Integer> firstHits) {
    Optional<TreeNode> at = Optional.of(place);
    while (at.isPresent()) {
      TreeNode node = at.get();
      Integer firstHit = firstHits.get(node.siblings());
      if (firstHit != null && firstHit < node.siblings().indexOf(node)) {
        return false;
      }
      at = node.parent();
    }
    return true;
  }

  private static boolean accepts(RuleDefinition rule, Placement placement) {
    if (placement instanceof Placement.ByGroup byGroup) {
      return rule.groupText().contains(byGroup.alternatives());
    }
    return placement instanceof Placement.ByLevel byLevel
        && rule.sortLevel() >= byLevel.level() * RuleAttributes.SORT_LEVEL_UNIT;
  }

  private boolean hasRoom(int depth, RuleProblems reporter, int line) {
    places++;
    boolean room = places <= PLACES_MAX && depth < DEPTH_MAX;
    if (!room) {
      reporter.error(
          line,
          "the tree of rules is full: it holds "
              + PLACES_MAX
              + " places and is "
              + DEPTH_MAX
              + " deep");
    }
    return room;
  }

  /** A rule at two places counts twice for a rule that counts by groups. */
  private void countTimes(RuleEntry entry) {
    Optional<Composite.Source> source = entry.definition().composite().map(Composite::source);
    if (source.isPresent() && source.get() instanceof Composite.Groups groups) {
      Map<Integer, Integer> times = new HashMap<>();
      for (RuleEntry other : entries.values()) {
        if (groups.pattern().matches(other.definition().groupText().text())) {
          times.put(other.id(), other.places().size());
        }
      }
      entry.timesByRule(times);
    }
  }

  /** Returns which counts the events of each rule go into. */
  Feeds feeds() {
    Map<Integer, List<Feeds.Feed>> byRule = new HashMap<>();
    List<Feeds.CategoryFeed> byCategory = new ArrayList<>();
    int timeframe = 0;
    for (RuleEntry entry : entries.values()) {
      Optional<Composite> composite = entry.definition().composite();
      if (composite.isPresent()) {
        timeframe = Math.max(timeframe, composite.get().timeframeSeconds());
        Composite.Source source = composite.get().source();
        if (source instanceof Composite.Sid sid) {
          feed(byRule, sid.id(), new Feeds.Feed(composite.get(), 1));
        } else if (source instanceof Composite.Everything) {
          byCategory.add(new Feeds.CategoryFeed(composite.get(), entry.category()));
        }
      }
    }
    feedGroups(byRule);
    return new Feeds(byRule, byCategory, timeframe);
  }

  /** A rule that is counted by its id is not counted by its groups too. */
  private void feedGroups(Map<Integer, List<Feeds.Feed>> byRule) {
    Map<Integer, List<Feeds.Feed>> byGroup = new HashMap<>();
    for (RuleEntry entry : entries.values()) {
      entry
          .definition()
          .composite()
          .filter(composite -> composite.source() instanceof Composite.Groups)
          .ifPresent(
              composite ->
                  entry
                      .timesByRule()
                      .forEach((id, times) -> feed(byGroup, id, new Feeds.Feed(composite, times))));
    }
    byGroup.forEach(byRule::putIfAbsent);
  }

  private static void feed(Map<Integer, List<Feeds.Feed>> feeds, int rule, Feeds.Feed feed) {
    feeds.computeIfAbsent(rule, unused -> new ArrayList<>()).add(feed);
  }

  /** The root of a category, if there is one. */
  Optional<TreeNode> root(Category category) {
    return roots.stream().filter(root -> root.entry().category() == category).findFirst();
  }
}
