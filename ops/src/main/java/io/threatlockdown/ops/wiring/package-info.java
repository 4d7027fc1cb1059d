/**
 * Puts the parts together in the order data flows, and takes them apart when the service stops.
 *
 * <p>Front door: {@link io.threatlockdown.ops.wiring.ThreatLockDown}.
 */
@NullMarked
package io.threatlockdown.ops.wiring;

import org.jspecify.annotations.NullMarked;
