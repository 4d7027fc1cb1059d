/**
 * The kernel firewall: nftables in this process, the {@code nft} program, or only watching, behind
 * the port {@link io.threatlockdown.core.response.Firewall}.
 *
 * <p>Front door: {@link io.threatlockdown.ops.firewall.Firewalls}.
 */
@NullMarked
package io.threatlockdown.ops.firewall;

import org.jspecify.annotations.NullMarked;
