/**
 * Files of this host that somebody else may exchange while they are looked at.
 *
 * <p>Front door: {@link io.threatlockdown.ops.files.OpenPaths}.
 */
@NullMarked
package io.threatlockdown.ops.files;

import org.jspecify.annotations.NullMarked;
