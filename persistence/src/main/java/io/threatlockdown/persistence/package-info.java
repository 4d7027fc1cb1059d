/**
 * The responder that outlives a crash
 *
 * <p>Front door: {@link io.threatlockdown.persistence. every block is journaled before it takes
 * effect, and a restartn * applies the live ones again.:BlockJournal}.
 */
@NullMarked
package io.threatlockdown.persistence;

import org.jspecify.annotations.NullMarked;
