/**
 * What is done about an offender: which alerts call for which response, for how long, and the
 * protocol by which blocks are ordered. Apart from the {@code ActorRef} in those messages the
 * package is free of Pekko.
 *
 * <p>Front door: {@link io.threatlockdown.core.response.Responder}.
 */
@NullMarked
package io.threatlockdown.core.response;

import org.jspecify.annotations.NullMarked;
