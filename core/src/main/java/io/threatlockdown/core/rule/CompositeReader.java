package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the elements of a rule that counts: {@code if_matched_*}, {@code same_*} and so on. */
final class CompositeReader {
  private static final List<String> SAME = List.of("same_");
  private static final List<String> DIFFERENT = List.of("different_", "not_same_");

  private final RuleDialect dialect;
  private final RuleProblems problems;
  private final List<Subject> same = new ArrayList<>();
  private final List<Subject> different = new ArrayList<>();
  private final List<Subject> differentNamed = new ArrayList<>();
  private OptionalInt sid = OptionalInt.empty();
  private String group = "";
  private String regex = "";
  private boolean counts;
  private boolean compares;

  CompositeReader(RuleDialect dialect, RuleProblems problems) {
    this.dialect = dialect;
    this.problems = problems;
  }

  /** Takes the element if it belongs to a rule that counts; returns whether it does. */
  boolean take(XmlElement element) {
    String name = element.name();
    switch (name) {
      case "if_matched_sid" -> matchedSid(element);
      case "if_matched_group" -> {
        counts = true;
        group += element.content();
      }
      case "if_matched_regex" -> {
        counts = true;
        regex += element.content();
      }
      case "global_frequency" ->
          problems.warning(element.line(), "<global_frequency> counts per reporting host here");
      default -> {
        return compare(element, SAME, same, same)
            || (isDifference(name) && compare(element, DIFFERENT, different, differentNamed));
      }
    }
    return true;
  }

  private boolean isDifference(String name) {
    return dialect.differences().isEmpty() || dialect.differences().contains(name);
  }

  /** Whether the rule has an {@code if_matched_*}. */
  boolean counts() {
    return counts;
  }

  /** Whether the rule has a {@code same_*} or {@code different_*}. */
  boolean compares() {
    return compares;
  }

  /** Returns where the count alone places the rule, if it does (spec ruleset §4.2). */
  Optional<Placement> impliedPlacement() {
    if (!group.isEmpty()) {
      return Optional.of(new Placement.ByGroup(GroupText.alternatives(group)));
    }
    return sid.isPresent()
        ? Optional.of(new Placement.BySid(List.of(sid.getAsInt())))
        : Optional.empty();
  }

  /** Returns what the rule counts; empty if it does not count or a pattern is wrong. */
  Optional<Composite> composite(RuleAttributes attributes, int line) {
    if (!counts) {
      return Optional.empty();
    }
    Composite.Likeness likeness = new Composite.Likeness(same, different, differentNamed);
    return source(line)
        .map(
            source ->
                new Composite(
                    attributes.level(),
                    dialect.events(attributes.frequency()),
                    attributes.timeframe(),
                    source,
                    likeness,
                    dialect.counting()));
  }

  private void matchedSid(XmlElement element) {
    counts = true;
    sid = RuleAttributes.parseNumber(element.content().strip());
    if (sid.isEmpty()) {
      problems.wrongValue(element.line(), "<if_matched_sid>", element.content(), "one rule id");
    }
  }

  private Optional<Composite.Source> source(int line) {
    try {
      if (sid.isPresent()) {
        return Optional.of(new Composite.Sid(sid.getAsInt()));
      }
      if (!group.isEmpty()) {
        return Optional.of(new Composite.Groups(Expressions.compile(dialect.osMatch(), group)));
      }
      Optional<Expression> log =
          regex.isEmpty()
              ? Optional.empty()
              : Optional.of(Expressions.compile(dialect.osRegex(), regex));
      return Optional.of(new Composite.Everything(log));
    } catch (PatternException wrong) {
      problems.error(line, "the pattern of <if_matched_...> is wrong: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private boolean compare(
      XmlElement element, List<String> prefixes, List<Subject> known, List<Subject> named) {
    for (String prefix : prefixes) {
      if (element.name().startsWith(prefix)) {
        return compare(element, element.name().substring(prefix.length()), known, named);
      }
    }
    return false;
  }

  private boolean compare(
      XmlElement element, String what, List<Subject> known, List<Subject> named) {
    String field =
        switch (what) {
          case "source_ip", "src_ip" -> "srcip";
          case "destination_ip", "dst_ip" -> "dstip";
          case "src_port" -> "srcport";
          case "dst_port" -> "dstport";
          case "user" -> "dstuser";
          default -> what;
        };
    switch (field) {
      case "agent" -> problems.warning(element.line(), "<" + element.name() + "> has no effect");
      case "field" -> named.add(new Subject.Named(element.content().strip()));
      case "location" -> known.add(dialect.sameLocation());
      case "srcgeoip", "dstgeoip" -> known.add(Subject.named(field));
      default -> {
        Optional<StaticField> knownField = StaticField.named(field);
        knownField.ifPresent(value -> known.add(dialect.subject(field)));
        if (knownField.isEmpty()) {
          return false;
        }
      }
    }
    compares = true;
    return true;
  }
}
