package io.threatlockdown.core.rule;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds rules that count events which never come. */
final class CountLint {
  private final Map<Integer, RuleEntry> rules;
  private final Set<Integer> countedById = new HashSet<>();

  CountLint(RuleTree tree, Map<Integer, RuleEntry> rules) {
    this.rules = rules;
    for (RuleEntry entry : tree.entries()) {
      entry
          .definition()
          .composite()
          .filter(composite -> composite.source() instanceof Composite.Sid)
          .ifPresent(composite -> countedById.add(((Composite.Sid) composite.source()).id()));
    }
  }

  /** Returns why the rule never counts anything; empty if it may, or does not count. */
  Optional<String> countsNothing(RuleEntry entry) {
    Optional<Composite.Source> source = entry.definition().composite().map(Composite::source);
    if (source.isPresent() && source.get() instanceof Composite.Sid sid) {
      return ofRule(sid.id());
    }
    if (source.isPresent() && source.get() instanceof Composite.Groups) {
      boolean any = entry.timesByRule().keySet().stream().anyMatch(this::isCountedByGroup);
      return any
          ? Optional.empty()
          : Optional.of(
              "no rule before it of such a group raises alerts that are counted by group");
    }
    return Optional.empty();
  }

  private Optional<String> ofRule(int id) {
    RuleEntry counted = rules.get(id);
    if (counted == null) {
      return Optional.of("<if_matched_sid> names rule " + id + ", which is not loaded");
    }
    return neverFinal(counted)
        .map(why -> "<if_matched_sid> names rule " + id + ", whose events are not counted: " + why);
  }

  private boolean isCountedByGroup(int id) {
    RuleEntry counted = rules.get(id);
    return counted != null && !countedById.contains(id) && neverFinal(counted).isEmpty();
  }

  private static Optional<String> neverFinal(RuleEntry entry) {
    if (entry.definition().rule().level() == 0) {
      return Optional.of("it has level 0");
    }
    return entry.definition().silent() ? Optional.of("it has noalert") : Optional.empty();
  }
}
