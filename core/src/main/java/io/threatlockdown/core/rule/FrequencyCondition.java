package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import java.util.List;

/** Enough events like this one came within the timeframe. Always a rule's last condition. */
record FrequencyCondition(Composite composite) implements Condition {
  @Override
  public boolean holds(Attempt attempt) {
    return attempt.fires(composite);
  }

  @Override
  public List<Expression> expressions() {
    return composite.source() instanceof Composite.Everything everything
        ? everything.log().stream().toList()
        : List.of();
  }
}
