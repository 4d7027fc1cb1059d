/**
 * The configuration: what files and flags say becomes checked records; nothing else reads them.
 *
 * <p>Front door: {@link io.threatlockdown.ops.config.Settings}.
 */
@NullMarked
package io.threatlockdown.ops.config;

import org.jspecify.annotations.NullMarked;
