/**
 * The ruleset's three pattern flavours: OS_Match, OS_Regex and PCRE2, over byte strings.
 *
 * <p>Front door: {@link io.threatlockdown.core.expression.Expressions}.
 */
@NullMarked
package io.threatlockdown.core.expression;

import org.jspecify.annotations.NullMarked;
