/**
 * Who must never be blocked, because this host or the people who run it would be cut off: read from
 * the system, kept up to date.
 *
 * <p>Front door: {@link io.threatlockdown.ops.guard.GuardWatch}.
 */
@NullMarked
package io.threatlockdown.ops.guard;

import org.jspecify.annotations.NullMarked;
