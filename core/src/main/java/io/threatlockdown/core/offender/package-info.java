/**
 * One actor per source address that raised an alert, and their bounded registry.
 *
 * <p>Front door: {@link io.threatlockdown.core.offender.Offenders}.
 */
@NullMarked
package io.threatlockdown.core.offender;

import org.jspecify.annotations.NullMarked;
