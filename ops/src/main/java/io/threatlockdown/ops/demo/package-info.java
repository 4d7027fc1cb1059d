/**
 * A small world to try the service in: two network namespaces joined by a cable, a real sshd with
 * the service beside it in one and an attacker in the other; and the story that {@code tld demo}
 * tells in it.
 *
 * <p>Front door: {@link io.threatlockdown.ops.demo.Demo}.
 */
@NullMarked
package io.threatlockdown.ops.demo;

import org.jspecify.annotations.NullMarked;
