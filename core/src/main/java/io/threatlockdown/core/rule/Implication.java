package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Flavour;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of an event that meets some conditions. Says yes only if it is certain, so what is
 * found by it is true.
 */
final class Implication {
  private static final Set<Flavour> IGNORE_CASE = EnumSet.of(Flavour.OS_MATCH, Flavour.OS_REGEX);

  private final List<Condition> known;

  /** Starts from the conditions that the event meets. */
  Implication(List<Condition> known) {
    this.known = List.copyOf(known);
  }

  /** Whether the event surely meets the condition too. */
  boolean holds(Condition condition) {
    return !remembers(condition) && known.stream().anyMatch(one -> implies(one, condition));
  }

  /** Returns a known condition that no event meets together with this one, if there is any. */
  Optional<Condition> contradicting(Condition condition) {
    return known.stream().filter(one -> excludes(one, condition)).findFirst();
  }

  /** Whether the condition depends on earlier events. */
  private static boolean remembers(Condition condition) {
    return condition instanceof FirstTimeCondition
        || condition instanceof DiffCondition
        || condition instanceof FrequencyCondition;
  }

  private static boolean implies(Condition one, Condition other) {
    if (one.equals(other)) {
      return true;
    }
    if (!(one instanceof PatternCondition known) || !(other instanceof PatternCondition asked)) {
      return false;
    }
    if (!known.subject().equals(asked.subject())) {
      return false;
    }
    return samePattern(known, asked)
        || (known.flavour() == Flavour.OS_MATCH
            && asked.flavour() == Flavour.OS_MATCH
            && !known.negated()
            && !asked.negated()
            && coversAll(asked.expression().source(), known.expression().source()))
        || onlyValues(known)
            .filter(values -> IGNORE_CASE.contains(asked.flavour()))
            .filter(values -> values.stream().allMatch(value -> meets(asked, value)))
            .isPresent();
  }

  private static boolean excludes(Condition one, Condition other) {
    if (one instanceof DecoderCondition known && other instanceof DecoderCondition asked) {
      return !known.decoder().equals(asked.decoder());
    }
    return one instanceof PatternCondition known
        && other instanceof PatternCondition asked
        && known.subject().equals(asked.subject())
        && (noneMeets(known, asked) || noneMeets(asked, known));
  }

  private static boolean noneMeets(PatternCondition exact, PatternCondition asked) {
    return IGNORE_CASE.contains(asked.flavour())
        && onlyValues(exact)
            .filter(values -> values.stream().noneMatch(value -> meets(asked, value)))
            .isPresent();
  }

  private static boolean meets(PatternCondition condition, String value) {
    return condition.expression().matches(value) != condition.negated();
  }

  private static boolean samePattern(PatternCondition one, PatternCondition other) {
    return one.flavour() == other.flavour()
        && one.negated() == other.negated()
        && one.expression().source().equals(other.expression().source());
  }

  /** Returns the only values that meet the condition, but for their case; empty if unknown. */
  private static Optional<List<String>> onlyValues(PatternCondition condition) {
    String source = condition.expression().source();
    boolean literal =
        !condition.negated()
            && IGNORE_CASE.contains(condition.flavour())
            && source.indexOf('\\') < 0
            && source.indexOf('(') < 0
            && source.indexOf(')') < 0;
    List<String> values = new ArrayList<>();
    for (String alternative : source.split("\\|", -1)) {
      if (!literal || !isExact(alternative)) {
        return Optional.empty();
      }
      values.add(alternative.substring(1, alternative.length() - 1));
    }
    return Optional.of(values);
  }

  private static boolean isExact(String alternative) {
    return alternative.length() >= 2 && alternative.startsWith("^") && alternative.endsWith("$");
  }

  /** Whether whatever one OS_Match finds the other finds too. */
  private static boolean coversAll(String wide, String narrow) {
    if (wide.startsWith("!") || narrow.startsWith("!")) {
      return false;
    }
    String[] wides = wide.toLowerCase(Locale.ROOT).split("\\|", -1);
    for (String one : narrow.toLowerCase(Locale.ROOT).split("\\|", -1)) {
      boolean covered = false;
      for (String other : wides) {
        covered |= covers(other, one);
      }
      if (!covered) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(String wide, String narrow) {
    boolean start = wide.startsWith("^");
    boolean end = wide.endsWith("$");
    String text = text(wide);
    if (text.chars().anyMatch(c -> c >= 0x80)) {
      return wide.equals(narrow); // Such bytes match in some places only (spec ruleset §2.2).
    }
    if (start && end) {
      return wide.equals(narrow);
    }
    String found = text(narrow);
    if (start) {
      return narrow.startsWith("^") && found.startsWith(text);
    }
    return end ? narrow.endsWith("$") && found.endsWith(text) : found.contains(text);
  }

  private static String text(String alternative) {
    int from = alternative.startsWith("^") ? 1 : 0;
    int to = alternative.length() > from && alternative.endsWith("$") ? 1 : 0;
    return alternative.substring(from, alternative.length() - to);
  }
}
