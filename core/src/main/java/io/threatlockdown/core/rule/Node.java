package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.StartBytes;
import io.threatlockdown.core.expression.TextFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule and what stands below it. */
final class Node {
  private final RuleDefinition definition;
  private final Optional<RuleDefinition> self;
  private final Condition[] conditions;
  private final TextFilter[] filters;
  private final Children children;

  /** With which bytes a log can start that the patterns match which tell. */
  private final StartBytes[] starts;

  /** What values of the event must be one of, where the rule asks that. */
  private final Map<Subject, List<String>> exactValues;

  /** Whether the filters are worth a pass over the log. */
  private final boolean looksForTexts;

  /**
   * Makes a node.
   *
   * @param filters all of which must admit the log for the rule to match
   */
  Node(RuleDefinition definition, List<TextFilter> filters, Children children) {
    this.definition = definition;
    this.self = Optional.of(definition);
    this.conditions = definition.conditions().toArray(Condition[]::new);
    this.filters = filters.toArray(TextFilter[]::new);
    this.children = children;
    Map<Subject, List<String>> exact = new HashMap<>();
    List<Expression> onLog = new ArrayList<>();
    List<StartBytes> telling = new ArrayList<>();
    for (Condition condition : conditions) {
      if (condition instanceof PatternCondition pattern) {
        List<String> values = ExactValues.of(pattern);
        if (!values.isEmpty()) {
          exact.putIfAbsent(pattern.subject(), values);
        }
        if (pattern.subject() == Subject.Part.LOG && !pattern.negated()) {
          Expression expression = pattern.expression();
          onLog.add(expression);
          StartBytes bytes = expression.starts();
          if (bytes.tell()) {
            telling.add(bytes);
          }
        }
      }
    }
    this.looksForTexts = onLog.isEmpty() || !onLog.get(0).decidesSoon();
    this.exactValues = Map.copyOf(exact);
    this.starts = telling.toArray(StartBytes[]::new);
  }

  RuleDefinition definition() {
    return definition;
  }

  /** The definition once more, for those who may have none. */
  Optional<RuleDefinition> self() {
    return self;
  }

  Children children() {
    return children;
  }

  /** Returns the values of the event that must be one of some, each with these. */
  Map<Subject, List<String>> exactValues() {
    return exactValues;
  }

  /** Whether the rule may match a log that starts with the byte; -1 stands for an empty one. */
  boolean admitsStart(int first) {
    for (StartBytes start : starts) {
      if (!start.admit(first)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@link #admitsStart} refuses most logs. */
  boolean tellsByStart() {
    return starts.length > 0;
  }

  /** Whether the event meets all that the rule asks. */
  boolean holds(Attempt attempt) {
    if (filters.length > 0 && (looksForTexts || attempt.knowsTexts())) {
      long[] texts = attempt.texts();
      for (TextFilter filter : filters) {
        if (!filter.admits(texts)) {
          return false;
        }
      }
    }
    for (Condition condition : conditions) {
      if (!condition.holds(attempt)) {
        return false;
      }
    }
    return true;
  }
}
