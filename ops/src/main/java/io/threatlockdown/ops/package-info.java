/**
 * Wires the service
 *
 * <p>Front door: {@link io.threatlockdown.ops. configuration, command line, firewall and alert
 * files.:Main}.
 */
@NullMarked
package io.threatlockdown.ops;

import org.jspecify.annotations.NullMarked;
