package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

  private final Consumer<Problem> problems;
  private final List<TreeNode> roots = new ArrayList<>();
  private final Map<Integer, RuleEntry> entries = new LinkedHashMap<>();
  private int places;

  RuleTree(Consumer<Problem> problems) {
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
      known.overwrite(definition);
      return;
    }
    if (known != null) {
      reporter.error(
          read.line(), "the id is taken by an earlier rule; overwrite=\"yes\" would replace it");
      return;
    }
    RuleEntry entry = new RuleEntry(definition);
    countTimes(entry);
    place(entry, reporter, read.line());
    if (entry.places().isEmpty()) {
      reporter.error(read.line(), "no rule is loaded below which it could stand");
    } else {
      entries.put(definition.id(), entry);
    }
  }

  private void place(RuleEntry entry, RuleProblems reporter, int line) {
    if (entry.id() < ROOT_IDS_END) {
      attach(roots, 1, entry, reporter, line);
      return;
    }
    Placement placement = entry.definition().placement();
    if (placement instanceof Placement.BySid bySid) {
      for (int id : bySid.ids()) {
        Optional<RuleEntry> parent = Optional.ofNullable(entries.get(id));
        if (parent.isEmpty()) {
          reporter.warning(line, "<if_sid> names rule " + id + ", which is not loaded before");
        } else {
          entry.category(parent.get().category());
          parentsBySid(parent.get()).forEach(node -> attach(node, entry, reporter, line));
        }
      }
    } else if (placement instanceof Placement.ByCategory) {
      roots.stream()
          .filter(root -> root.entry().category() == entry.category())
          .findFirst()
          .ifPresent(root -> attach(root, entry, reporter, line));
    } else {
      List<TreeNode> parents = new ArrayList<>();
      collect(roots, placement, parents);
      parents.forEach(node -> attach(node, entry, reporter, line));
    }
  }

  /** Returns the places of the parent, save those that an earlier sibling of its id hides. */
  private List<TreeNode> parentsBySid(RuleEntry parent) {
    if (parent.places().size() == 1) {
      return List.copyOf(parent.places());
    }
    List<TreeNode> found = new ArrayList<>();
    collectSid(roots, parent, found);
    return found;
  }

  private static void collectSid(List<TreeNode> siblings, RuleEntry parent, List<TreeNode> found) {
    for (TreeNode node : siblings) {
      if (node.entry() == parent) {
        found.add(node);
        return;
      }
      collectSid(node.children(), parent, found);
    }
  }

  private static void collect(List<TreeNode> siblings, Placement placement, List<TreeNode> found) {
    for (TreeNode node : siblings) {
      if (accepts(node.entry().definition(), placement)) {
        found.add(node);
      }
      collect(node.children(), placement, found);
    }
  }

  private static boolean accepts(RuleDefinition rule, Placement placement) {
    if (placement instanceof Placement.ByGroup byGroup) {
      return rule.groupText().contains(byGroup.alternatives());
    }
    return placement instanceof Placement.ByLevel byLevel
        && rule.sortLevel() >= byLevel.level() * RuleAttributes.SORT_LEVEL_UNIT;
  }

  private void attach(TreeNode parent, RuleEntry entry, RuleProblems reporter, int line) {
    attach(parent.children(), parent.depth() + 1, entry, reporter, line);
  }

  private void attach(
      List<TreeNode> siblings, int depth, RuleEntry entry, RuleProblems reporter, int line) {
    if (places >= PLACES_MAX || depth > DEPTH_MAX) {
      reporter.error(
          line,
          "the tree of rules is full: it holds "
              + PLACES_MAX
              + " places and is "
              + DEPTH_MAX
              + " deep");
      return;
    }
    TreeNode node = new TreeNode(entry, depth);
    TreeNode.insert(siblings, node);
    entry.places().add(node);
    places++;
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
