/**
 * The responder that outlives a crash: every block is journaled before it takes effect, and a
 * restart applies the live ones again.
 *
 * <p>Front door: {@link io.threatlockdown.persistence.ResponseJournal}, with {@link
 * io.threatlockdown.persistence.BlockJournal} for drops; its stores: {@link
 * io.threatlockdown.persistence.JournalStore}.
 */
@NullMarked
package io.threatlockdown.persistence;

import org.jspecify.annotations.NullMarked;
