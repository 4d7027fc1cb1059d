/**
 * The process: configuration, command line, wiring, firewall programs and alert files.
 *
 * <p>Front door: {@link io.threatlockdown.ops.Main}.
 */
@NullMarked
package io.threatlockdown.ops;

import org.jspecify.annotations.NullMarked;
