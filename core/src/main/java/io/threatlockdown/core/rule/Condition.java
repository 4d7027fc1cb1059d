package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import java.util.List;

/** One thing a rule asks of an event. A value that the event lacks fails it, negated or not. */
interface Condition {
  /** Whether the event meets it. Some remember the event; those come last in a rule. */
  boolean holds(Attempt attempt);

  /** Returns the patterns it runs on events. */
  default List<Expression> expressions() {
    return List.of();
  }
}
