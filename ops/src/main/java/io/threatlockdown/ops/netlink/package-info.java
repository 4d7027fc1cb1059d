/**
 * Messages to and from the kernel by netlink(7): what changed in routes and firewall, and questions
 * about single things.
 *
 * <p>Front door: {@link io.threatlockdown.ops.netlink.Netlink}.
 */
@NullMarked
package io.threatlockdown.ops.netlink;

import org.jspecify.annotations.NullMarked;
