package io.threatlockdown.core.rule;

/** A rule and what stands below it. */
record Node(RuleDefinition definition, Children children) {}
