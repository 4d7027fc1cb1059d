package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Flavour;
import java.util.List;
import java.util.Optional;

/** A pattern occurs in a value of the event or, negated, does not. */
record PatternCondition(Subject subject, Flavour flavour, Expression expression, boolean negated)
    implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    if (subject == Subject.Part.LOG) { // As most are.
      return expression.matches(attempt.event().log()) != negated;
    }
    Optional<String> value = subject.of(attempt.event());
    return value.isPresent() && expression.matches(value.get()) != negated;
  }

  @Override
  public List<Expression> expressions() {
    return List.of(expression);
  }
}
