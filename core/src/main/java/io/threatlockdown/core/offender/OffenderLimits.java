package io.threatlockdown.core.offender;

import java.time.Duration;

/**
 * How much memory offenders may take.
 *
 * @param registries how many registries share the addresses; 1 to 64
 * @param liveMax the most offenders alive in all registries together; at the limit the one unseen
 *     for longest goes, unblocked ones first
 * @param ipv6PrefixLength how many bits make two IPv6 addresses the same offender; 1 to 128
 * @param idleAfter how long an offender without a block stays once nothing more is heard of it
 * @param orderTriesMax how often an order is given, one second apart, while the journal refuses it
 */
public record OffenderLimits(
    int registries, int liveMax, int ipv6PrefixLength, Duration idleAfter, int orderTriesMax) {

  /**
   * Four registries carry 1.7 million messages a second on two cores; an idle actor takes 800
   * bytes, so 100,000 of them 80 MB; a provider hands each IPv6 customer a /64; 300 tries are five
   * minutes.
   */
  public static final OffenderLimits DEFAULT =
      new OffenderLimits(4, 100_000, 64, Duration.ofHours(1), 300);

  public OffenderLimits {
    requireRange("registries", registries, 1, 64);
    requireRange("liveMax", liveMax, registries, Integer.MAX_VALUE);
    requireRange("orderTriesMax", orderTriesMax, 1, 1_000_000);
    requireRange("ipv6PrefixLength", ipv6PrefixLength, 1, 128);
    if (idleAfter.isZero() || idleAfter.isNegative()) {
      throw new IllegalArgumentException("idleAfter must be positive: was " + idleAfter);
    }
  }

  private static void requireRange(String name, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          name + " must be " + from + " to " + to + ": was " + value);
    }
  }
}
