package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How much is blocked with an offender.
 *
 * @param ipv6PrefixLength the network around an IPv6 address; 1 to 128, which is the address alone
 * @param escalation when a whole IPv4 network is blocked; empty: never
 */
public record BlockScope(int ipv6PrefixLength, Optional<Escalation> escalation) {
  /** A provider hands each customer a /64; networks of IPv4 have many customers. */
  public static final BlockScope DEFAULT = new BlockScope(64, Optional.empty());

  /**
   * Blocks a network once so many of its addresses were blocked.
   *
   * @param offenders how many; from 2
   * @param within how long after each other the first and the last of them were
   * @param ipv4PrefixLength how large the network is; 8 to 31
   */
  public record Escalation(int offenders, Duration within, int ipv4PrefixLength) {
    public Escalation {
      requireRange("offenders", offenders, 2, 1 << 16);
      requireRange("ipv4PrefixLength", ipv4PrefixLength, 8, 31);
      if (within.isNegative() || within.isZero()) {
        throw new IllegalArgumentException("within must be positive: was " + within);
      }
    }
  }

  public BlockScope {
    requireRange("ipv6PrefixLength", ipv6PrefixLength, 1, 128);
  }

  /** Returns what is blocked because of this address. */
  public AddressPrefix target(SourceAddress source) {
    return source.ipv4() ? AddressPrefix.of(source) : new AddressPrefix(source, ipv6PrefixLength);
  }

  private static void requireRange(String name, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          name + " must be " + from + " to " + to + ": was " + value);
    }
  }
}
