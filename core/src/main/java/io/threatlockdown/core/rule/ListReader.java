package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.xml.XmlElement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code <list>} of a rule. */
record ListReader(Map<String, CdbList> lists, RuleDialect dialect, RuleProblems problems) {
  /** Returns the condition, or empty if something is wrong with it, which is reported. */
  Optional<Condition> read(XmlElement element) {
    String path = element.content().strip();
    Optional<CdbList> list = Optional.ofNullable(lists.get(path));
    if (list.isEmpty()) {
      problems.error(
          element.line(),
          "<list> "
              + RuleProblems.quote(path)
              + " is not loaded; loaded are "
              + lists.keySet().stream().sorted().toList());
    }
    String field = element.attribute("field").orElse("");
    if (field.isEmpty()) {
      problems.error(element.line(), "<list> needs attribute field");
    }
    Optional<ListCondition.Lookup> lookup = lookup(element);
    Optional<Expression> value = value(element);
    if (lookup.isPresent() && lookup.get().wantsValue() && value.isEmpty()) {
      problems.error(
          element.line(), "<list lookup=\"" + lookup.get().tag() + "\"> needs a valid check_value");
    }
    Subject subject = field.equals("user") ? Subject.Part.ACTING_USER : dialect.subject(field);
    return problems.failed() || list.isEmpty() || lookup.isEmpty()
        ? Optional.empty()
        : Optional.of(new ListCondition(subject, lookup.get(), list.get(), value));
  }

  private Optional<ListCondition.Lookup> lookup(XmlElement element) {
    String tag = element.attribute("lookup").orElse(ListCondition.Lookup.MATCH_KEY.tag());
    Optional<ListCondition.Lookup> lookup = ListCondition.Lookup.named(tag);
    if (lookup.isEmpty()) {
      List<String> allowed =
          Arrays.stream(ListCondition.Lookup.values()).map(ListCondition.Lookup::tag).toList();
      problems.wrongValue(element.line(), "attribute lookup of <list>", tag, "one of " + allowed);
    }
    return lookup;
  }

  private Optional<Expression> value(XmlElement element) {
    try {
      String text = element.attribute("check_value").orElse("");
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Expressions.compile(dialect.osMatch(), text));
    } catch (PatternException wrong) {
      problems.error(
          element.line(), "attribute check_value of <list> is wrong: " + wrong.getMessage());
      return Optional.empty();
    }
  }
}
