package io.threatlockdown.core.rule;

import io.threatlockdown.core.xml.XmlAttribute;
import io.threatlockdown.core.xml.XmlElement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The attributes of a {@code <rule>} (spec ruleset §4.1). A wrong one is reported and stands at its
 * default.
 *
 * @param timeframe in seconds
 * @param ignore in seconds; 0 for never
 */
record RuleAttributes(
    int id,
    int level,
    OptionalInt maxsize,
    OptionalInt frequency,
    int timeframe,
    int ignore,
    boolean accurate,
    boolean silent,
    boolean overwrite) {
  private static final Set<String> ALLOWED =
      Set.of(
          "id",
          "level",
          "maxsize",
          "frequency",
          "timeframe",
          "ignore",
          "accuracy",
          "noalert",
          "overwrite");
  private static final int TIMEFRAME_DEFAULT = 360;
  private static final int SECONDS_MAX = 99_999_999;

  /** What a level counts in sort levels; rules with {@code accuracy="0"} sort below all. */
  static final int SORT_LEVEL_UNIT = 100;

  private static final int SORT_LEVEL_OF_0 = 99;

  static RuleAttributes read(XmlElement rule, RuleDialect dialect, RuleProblems problems) {
    for (XmlAttribute attribute : rule.attributes()) {
      if (!ALLOWED.contains(attribute.name())) {
        problems.error(
            rule.line(),
            "<rule> has unknown attribute "
                + attribute.name()
                + "; allowed are "
                + ALLOWED.stream().sorted().toList());
      }
    }
    Reader reader = new Reader(rule, problems);
    return new RuleAttributes(
        reader.required("id", 1, 999_999),
        reader.required("level", 0, 16),
        reader.number("maxsize", 1, 65_535),
        reader.number("frequency", dialect.frequencyMin(), 9999),
        reader.number("timeframe", 1, SECONDS_MAX).orElse(TIMEFRAME_DEFAULT),
        reader.number("ignore", 1, SECONDS_MAX).orElse(0),
        reader.number("accuracy", 0, 1).orElse(1) != 0,
        reader.number("noalert", 0, 1).orElse(0) != 0,
        reader.flag("overwrite"));
  }

  /** Returns the place among siblings: higher first (spec ruleset §4.2). */
  int sortLevel() {
    int base = level == 0 ? SORT_LEVEL_OF_0 : level;
    return accurate ? base * SORT_LEVEL_UNIT : base;
  }

  private record Reader(XmlElement rule, RuleProblems problems) {
    private int required(String name, int min, int max) {
      if (rule.attribute(name).isEmpty()) {
        problems.error(rule.line(), "<rule> needs attribute " + name);
      }
      return number(name, min, max).orElse(min);
    }

    private OptionalInt number(String name, int min, int max) {
      Optional<String> written = rule.attribute(name);
      if (written.isEmpty()) {
        return OptionalInt.empty();
      }
      String text = written.get();
      OptionalInt number = parseNumber(text);
      if (number.isEmpty() || number.getAsInt() < min || number.getAsInt() > max) {
        problems.wrongValue(
            rule.line(),
            "attribute " + name + " of <rule>",
            text,
            "a number " + min + " to " + max);
        return OptionalInt.empty();
      }
      return number;
    }

    private boolean flag(String name) {
      String text = rule.attribute(name).orElse("no");
      if (!text.equals("yes") && !text.equals("no")) {
        problems.wrongValue(rule.line(), "attribute " + name + " of <rule>", text, "yes or no");
      }
      return text.equals("yes");
    }
  }

  /** Returns the number of up to eight decimal digits, or empty. */
  static OptionalInt parseNumber(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 8;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}
