package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DecoderFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds rules that no event can reach. A rule counts as unreachable only if it is so at all its
 * places; one below an unreachable rule is not named again.
 */
final class ReachLint {
  private final DecoderFacts decoders;

  ReachLint(DecoderFacts decoders) {
    this.decoders = decoders;
  }

  /** Returns why no event reaches the rule; empty if one may. */
  Optional<String> unreachable(RuleEntry entry) {
    Optional<String> first = Optional.empty();
    for (TreeNode place : entry.places()) {
      Optional<String> why = unreachable(place);
      if (why.isEmpty()) {
        return Optional.empty();
      }
      first = first.or(() -> why);
    }
    return first;
  }

  private Optional<String> unreachable(TreeNode place) {
    List<Condition> above = new ArrayList<>();
    place.parent().ifPresent(parent -> collect(parent, above));
    List<Condition> own = place.entry().definition().conditions();
    return contradiction(place, own, above)
        .or(() -> wrongCategory(place))
        .or(() -> shadow(place, own, above));
  }

  private static Optional<String> contradiction(
      TreeNode place, List<Condition> own, List<Condition> above) {
    Implication parents = new Implication(above);
    Implication self = new Implication(own);
    for (Condition condition : own) {
      Optional<Condition> other = parents.contradicting(condition);
      if (other.isPresent()) {
        return Optional.of(
            shown(condition)
                + " is at odds with "
                + shown(other.get())
                + " of "
                + ownerAbove(place, other.get())
                + ", below which it stands");
      }
      other = self.contradicting(condition);
      if (other.isPresent()) {
        return Optional.of(shown(condition) + " is at odds with its own " + shown(other.get()));
      }
    }
    return Optional.empty();
  }

  /** Only the root of the event's category is tried. */
  private Optional<String> wrongCategory(TreeNode place) {
    Optional<String> decoder = place.entry().definition().decoder();
    Category category = root(place).entry().category();
    return decoder
        .flatMap(decoders::of)
        .filter(facts -> !facts.categories().isEmpty())
        .filter(facts -> !facts.categories().contains(category))
        .map(
            facts ->
                "it stands below the root of category "
                    + category.tag()
                    + ", but events of decoder '"
                    + decoder.orElse("")
                    + "' are of "
                    + facts.categories().stream().map(Category::tag).sorted().toList());
  }

  /** A sibling that matches whenever this rule would, and is tried before. */
  private static Optional<String> shadow(
      TreeNode place, List<Condition> own, List<Condition> above) {
    List<Condition> all = new ArrayList<>(own);
    all.addAll(above);
    Implication met = new Implication(all);
    for (TreeNode sibling : place.siblings()) {
      if (sibling.equals(place) || place.parent().isEmpty()) {
        return Optional.empty();
      }
      RuleDefinition earlier = sibling.entry().definition();
      if (!earlier.silent() && earlier.conditions().stream().allMatch(met::holds)) {
        return Optional.of(
            "rule "
                + earlier.id()
                + " (level "
                + earlier.rule().level()
                + ") is tried before it and matches whatever it would match");
      }
    }
    return Optional.empty();
  }

  /** Adds the conditions of the place and all above it. */
  static void collect(TreeNode place, List<Condition> into) {
    Optional<TreeNode> at = Optional.of(place);
    while (at.isPresent()) {
      into.addAll(at.get().entry().definition().conditions());
      at = at.get().parent();
    }
  }

  static TreeNode root(TreeNode place) {
    TreeNode at = place;
    while (at.parent().isPresent()) {
      at = at.parent().get();
    }
    return at;
  }

  private static String ownerAbove(TreeNode place, Condition condition) {
    Optional<TreeNode> at = place.parent();
    while (at.isPresent()) {
      RuleDefinition definition = at.get().entry().definition();
      if (definition.conditions().contains(condition)) {
        return "rule " + definition.id();
      }
      at = at.get().parent();
    }
    return "a rule";
  }

  private static String shown(Condition condition) {
    if (condition instanceof DecoderCondition decoder) {
      return "<decoded_as> " + decoder.decoder();
    }
    return condition instanceof PatternCondition pattern
        ? (pattern.negated() ? "negated pattern " : "pattern ")
            + RuleProblems.quote(pattern.expression().source())
        : condition.toString();
  }
}
