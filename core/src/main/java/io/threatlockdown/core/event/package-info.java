/**
 * The nouns that every stage speaks: a log line as it was delivered, the decoded event, the source
 * address.
 *
 * <p>Front door: {@link io.threatlockdown.core.event.Event}.
 */
@NullMarked
package io.threatlockdown.core.event;

import org.jspecify.annotations.NullMarked;
