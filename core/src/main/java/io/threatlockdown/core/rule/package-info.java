/**
 * From event to alert: the rule tree, its conditions, lists, and frequency windows.
 *
 * <p>Front door: {@link io.threatlockdown.core.rule.RuleSet}.
 */
@NullMarked
package io.threatlockdown.core.rule;

import org.jspecify.annotations.NullMarked;
