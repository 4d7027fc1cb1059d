package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.xml.XmlAttribute;
import io.threatlockdown.core.xml.XmlElement;
import java.util.Optional;
import java.util.Set;

/**
 * The pattern of an element, or of several of one name, which are read as one text (spec ruleset
 * §2.1).
 */
final class PatternText {
  private final String element;
  private final Subject subject;
  private final boolean hasTypes;
  private final RuleProblems problems;
  private final StringBuilder text = new StringBuilder();
  private Flavour flavour;
  private boolean negated;
  private int line;

  /**
   * Starts a pattern.
   *
   * @param hasTypes whether attributes may choose another flavour, and negate
   */
  PatternText(
      String element, Subject subject, Flavour flavour, boolean hasTypes, RuleProblems problems) {
    this.element = element;
    this.subject = subject;
    this.flavour = flavour;
    this.hasTypes = hasTypes;
    this.problems = problems;
  }

  /** Adds another element of the same name; its type and negation replace the former. */
  void add(XmlElement part, Set<String> otherAttributes) {
    line = part.line();
    text.append(part.content());
    for (XmlAttribute attribute : part.attributes()) {
      if (hasTypes && attribute.name().equals("type")) {
        flavour = flavour(attribute.value());
      } else if (hasTypes && attribute.name().equals("negate")) {
        negated = negated(part, attribute.value(), problems);
      } else if (!otherAttributes.contains(attribute.name())) {
        problems.error(
            line,
            "<"
                + element
                + "> has unknown attribute "
                + attribute.name()
                + "; allowed are "
                + allowed(otherAttributes));
      }
    }
  }

  private String allowed(Set<String> otherAttributes) {
    return hasTypes
        ? "type and negate"
        : otherAttributes.isEmpty() ? "none" : otherAttributes.toString();
  }

  /** Returns the condition, or empty if the pattern is wrong, which is reported. */
  Optional<Condition> condition() {
    try {
      return Optional.of(
          new PatternCondition(
              subject, flavour, Expressions.compile(flavour, text.toString()), negated));
    } catch (PatternException wrong) {
      problems.error(
          line,
          "<"
              + element
              + "> is no "
              + flavour.tag()
              + " pattern: "
              + wrong.getMessage()
              + ": was "
              + RuleProblems.quote(text.toString()));
      return Optional.empty();
    }
  }

  /** Returns the meaning of a {@code negate} attribute. */
  static boolean negated(XmlElement element, String value, RuleProblems problems) {
    if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
      problems.warning(
          element.line(),
          "attribute negate of <"
              + element.name()
              + "> must be yes or no: was "
              + RuleProblems.quote(value)
              + ", taken as no");
    }
    return value.equalsIgnoreCase("yes");
  }

  private Flavour flavour(String tag) {
    Optional<Flavour> named = Flavour.named(tag);
    if (named.isEmpty()) {
      problems.warning(
          line,
          "attribute type of <"
              + element
              + "> must be osmatch, osregex or pcre2: was "
              + RuleProblems.quote(tag)
              + ", taken as "
              + flavour.tag());
    }
    return named.orElse(flavour);
  }
}
