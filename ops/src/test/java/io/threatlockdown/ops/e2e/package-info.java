/**
 * The whole service as a child process in a small world with a real sshd, a real kernel and a real
 * {@code kill -9}.
 *
 * <p>Front door: {@link io.threatlockdown.ops.e2e.StoryTest}.
 */
@NullMarked
package io.threatlockdown.ops.e2e;

import org.jspecify.annotations.NullMarked;
