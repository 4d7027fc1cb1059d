package io.threatlockdown.core.event;

import java.util.Optional;

/**
 * All addresses that share their first bits, as {@code 192.0.2.0/24}; a single address has all its
 * bits. Bits past the length are zero.
 *
 * @param length 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressPrefix(SourceAddress base, int length) implements Comparable<AddressPrefix> {
  public AddressPrefix {
    if (length < 0 || length > base.bits()) {
      throw new IllegalArgumentException(
          "prefix length must be 0 to " + base.bits() + ": was " + length);
    }
    base = mask(base, length);
  }

  /** Returns the prefix that holds this one address. */
  public static AddressPrefix of(SourceAddress address) {
    return new AddressPrefix(address, address.bits());
  }

  /**
   * Returns the prefix, or empty unless the text is an address, optionally with {@code /bits}, or
   * for IPv4 with a contiguous {@code /netmask}. Bits past the length are cleared.
   */
  public static Optional<AddressPrefix> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return SourceAddress.parse(text).map(AddressPrefix::of);
    }
    return SourceAddress.parse(text.substring(0, slash))
        .flatMap(
            base ->
                parseLength(base, text.substring(slash + 1))
                    .map(length -> new AddressPrefix(base, length)));
  }

  /** Whether the address is one of these. */
  public boolean contains(SourceAddress address) {
    return address.ipv4() == base.ipv4() && mask(address, length).equals(base);
  }

  /** Whether some address is in both. */
  public boolean overlaps(AddressPrefix other) {
    return length <= other.length ? contains(other.base) : other.contains(base);
  }

  /** Whether this is one address only. */
  public boolean isSingle() {
    return length == base.bits();
  }

  @Override
  public int compareTo(AddressPrefix other) {
    int byBase = base.compareTo(other.base);
    return byBase != 0 ? byBase : Integer.compare(length, other.length);
  }

  /** Returns the address alone if there is only one, else {@code address/length}. */
  @Override
  public String toString() {
    return isSingle() ? base.toString() : base + "/" + length;
  }

  private static Optional<Integer> parseLength(SourceAddress base, String text) {
    if (!text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int length = Integer.parseInt(text);
      return length <= base.bits() ? Optional.of(length) : Optional.empty();
    }
    if (!base.ipv4()) {
      return Optional.empty();
    }
    return SourceAddress.parse(text)
        .filter(SourceAddress::ipv4)
        .flatMap(
            netmask -> {
              int bits = (int) netmask.low();
              int length = Integer.numberOfLeadingZeros(~bits);
              return mask(new SourceAddress(0, 0xffff_ffffL, true), length).equals(netmask)
                  ? Optional.of(length)
                  : Optional.empty();
            });
  }

  private static SourceAddress mask(SourceAddress address, int length) {
    if (address.ipv4()) {
      return new SourceAddress(0, address.low() & firstBits(length + 32), true);
    }
    long high = address.high() & firstBits(Math.min(length, 64));
    long low = address.low() & firstBits(Math.max(length - 64, 0));
    // An IPv6 prefix of the mapped range cannot occur: such addresses are IPv4 here.
    return new SourceAddress(high, low, false);
  }

  private static long firstBits(int count) {
    return count == 0 ? 0 : -1L << (64 - count);
  }
}
