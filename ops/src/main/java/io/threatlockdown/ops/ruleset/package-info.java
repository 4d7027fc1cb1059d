/**
 * Rulesets on disk and the one shipped in the jar: which files are read, in what order, within what
 * limits.
 *
 * <p>Front door: {@link io.threatlockdown.ops.ruleset.Rulesets}.
 */
@NullMarked
package io.threatlockdown.ops.ruleset;

import org.jspecify.annotations.NullMarked;
