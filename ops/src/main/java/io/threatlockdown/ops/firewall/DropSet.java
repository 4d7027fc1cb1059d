package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel set that holds all dropped prefixes of one family and one length. All are hash sets
 * that are looked up by the masked source address: adding to an interval set takes time in
 * proportion to its size (2 ms at 2,000 elements), and refuses prefixes that overlap.
 *
 * @param length 0 to 32 for IPv4, 0 to 128 for IPv6
 */
record DropSet(boolean ipv4, int length) {
  private static final Pattern NAME = Pattern.compile("blocked([46])(?:_(\\d{1,3}))?");

  /** Single IPv4 addresses: {@code blocked4}. */
  static final DropSet IPV4 = new DropSet(true, 32);

  /** Single IPv6 addresses: {@code blocked6}. */
  static final DropSet IPV6 = new DropSet(false, 128);

  /** The prefixes that an IPv6 attacker usually owns: {@code blocked6_64}. */
  static final DropSet IPV6_64 = new DropSet(false, 64);

  /** Returns the set that holds the prefix. */
  static DropSet of(AddressPrefix prefix) {
    return new DropSet(prefix.base().ipv4(), prefix.length());
  }

  /** Returns the set of that name; empty if none of ours is called so. */
  static Optional<DropSet> named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean ipv4 = matcher.group(1).equals("4");
    int bits = ipv4 ? 32 : 128;
    int length = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
    return length <= bits ? Optional.of(new DropSet(ipv4, length)) : Optional.empty();
  }

  /**
   * Returns {@code blocked4} or {@code blocked6} for single addresses, else with {@code _LENGTH}.
   */
  String name() {
    String family = ipv4 ? "blocked4" : "blocked6";
    return isSingle() ? family : family + "_" + length;
  }

  /** Returns the type of its elements in nft's words. */
  String type() {
    return ipv4 ? "ipv4_addr" : "ipv6_addr";
  }

  /** Returns the expression whose value is looked up in it. */
  String key() {
    String source = ipv4 ? "ip saddr" : "ip6 saddr";
    return isSingle() ? source : source + " & " + mask();
  }

  private boolean isSingle() {
    return length == (ipv4 ? 32 : 128);
  }

  private SourceAddress mask() {
    SourceAddress ones =
        ipv4 ? new SourceAddress(0, 0xffff_ffffL, true) : new SourceAddress(-1, -1, false);
    return new AddressPrefix(ones, length).base();
  }
}
