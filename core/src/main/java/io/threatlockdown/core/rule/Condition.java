package io.threatlockdown.core.rule;

/** One thing a rule asks of an event. A value that the event lacks fails it, negated or not. */
interface Condition {
  /** Whether the event meets it. Some remember the event; those come last in a rule. */
  boolean holds(Attempt attempt);
}
