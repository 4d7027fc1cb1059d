package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.StaticField;

/** OSSEC's {@code is_simple_http_request}: without a query, and a GET if it says (§9). */
enum GetRequestCondition implements Condition {
  INSTANCE;

  @Override
  public boolean holds(Attempt attempt) {
    return CompiledCondition.IS_SIMPLE_HTTP_REQUEST.holds(attempt)
        && attempt
            .event()
            .field(StaticField.ACTION)
            .map(action -> action.equalsIgnoreCase("GET"))
            .orElse(true);
  }
}
