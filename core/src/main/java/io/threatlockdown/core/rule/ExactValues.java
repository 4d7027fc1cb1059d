package io.threatlockdown.core.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The values, in lower case, of which an event must have one for a condition to hold, such as those
 * of {@code ^4624$|^4625$}. By them a rule is found, or passed over, without its pattern.
 */
final class ExactValues {
  /** What means itself in every flavour. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@ -]+");

  private ExactValues() {}

  /** Returns the values, each once; none if others may hold too. */
  static List<String> of(PatternCondition condition) {
    String source = condition.expression().source();
    if (condition.negated()) {
      return List.of();
    }
    return switch (condition.flavour()) {
      case STRING -> PLAIN.matcher(source).matches() ? List.of(folded(source)) : List.of();
      case OS_MATCH, OS_REGEX -> anchored(source);
      default -> List.of();
    };
  }

  private static List<String> anchored(String source) {
    if (!source.startsWith("^") || !source.endsWith("$")) {
      return List.of(); // As most are.
    }
    Set<String> values = new LinkedHashSet<>();
    for (String alternative : source.split("\\|", -1)) {
      boolean isWhole =
          alternative.length() > 2 && alternative.startsWith("^") && alternative.endsWith("$");
      String value = isWhole ? alternative.substring(1, alternative.length() - 1) : "";
      if (!PLAIN.matcher(value).matches()) {
        return List.of();
      }
      values.add(folded(value));
    }
    return List.copyOf(values);
  }

  /** Returns a value as it is looked up. */
  static String folded(String value) {
    return value.toLowerCase(Locale.ROOT);
  }
}
