/**
 * From line to event: the header is taken off, then the decoder tree names the line and finds its
 * fields.
 *
 * <p>Front door: {@link io.threatlockdown.core.decode.Decoders}.
 */
@NullMarked
package io.threatlockdown.core.decode;

import org.jspecify.annotations.NullMarked;
