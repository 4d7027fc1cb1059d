/**
 * The {@code tld} command line: its root, what its commands share, and the commands themselves.
 *
 * <p>Front door: {@link io.threatlockdown.ops.cli.TldCommand}.
 */
@NullMarked
package io.threatlockdown.ops.cli;

import org.jspecify.annotations.NullMarked;
