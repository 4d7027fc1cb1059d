package io.threatlockdown.core.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IP address that a daemon saw, never a host name: parsing one asks no name server. IPv4-mapped
 * IPv6 is IPv4. Two texts of one address are equal; {@link #toString} is the canonical text of RFC
 * 5952.
 *
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 * @param ipv4 whether this is IPv4
 */
public record SourceAddress(long high, long low, boolean ipv4)
    implements Comparable<SourceAddress> {
  private static final int TEXT_MAX = 45; // INET6_ADDRSTRLEN less its NUL

  public SourceAddress {
    if (ipv4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
    if (!ipv4 && high == 0 && low >>> 32 == 0xffff) {
      throw new IllegalArgumentException("an IPv4-mapped address is IPv4: use parse or ofBytes");
    }
  }

  /**
   * Returns the address, or empty unless the text is what {@code inet_pton} accepts: four decimal
   * parts without leading zeros, or IPv6 without zone.
   */
  public static Optional<SourceAddress> parse(String text) {
    if (text.isEmpty() || text.length() > TEXT_MAX) {
      return Optional.empty();
    }
    if (text.indexOf(':') < 0) {
      long ipv4 = parseIpv4(text, 0);
      return ipv4 < 0 ? Optional.empty() : Optional.of(new SourceAddress(0, ipv4, true));
    }
    byte[] bytes = new byte[16];
    return parseIpv6(text, bytes) ? Optional.of(ofBytes(bytes)) : Optional.empty();
  }

  /** Returns the address in 4 or 16 bytes of network order. */
  public static SourceAddress ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length == 4) {
      return new SourceAddress(0, buffer.getInt() & 0xffff_ffffL, true);
    }
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes: was " + bytes.length);
    }
    long high = buffer.getLong();
    long low = buffer.getLong();
    return high == 0 && low >>> 32 == 0xffff
        ? new SourceAddress(0, low & 0xffff_ffffL, true)
        : new SourceAddress(high, low, false);
  }

  /** Returns the 4 or 16 bytes in network order. */
  public byte[] bytes() {
    return ipv4
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** Returns how many bits the address has: 32 or 128. */
  public int bits() {
    return ipv4 ? 32 : 128;
  }

  @Override
  public int compareTo(SourceAddress other) {
    if (ipv4 != other.ipv4) {
      return ipv4 ? -1 : 1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return ipv4 ? ipv4Text(low) : ipv6Text();
  }

  private static String ipv4Text(long low) {
    return ((low >> 24) & 255)
        + "."
        + ((low >> 16) & 255)
        + "."
        + ((low >> 8) & 255)
        + "."
        + (low & 255);
  }

  private String ipv6Text() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
    }
    int best = -1;
    int bestLength = 1; // RFC 5952 §4.2.2: a single group of zeros is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Returns the 32 bits, or -1. */
  private static long parseIpv4(String text, int from) {
    long bits = 0;
    int part = -1;
    int digits = 0;
    int dots = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        part = digits == 0 ? c - '0' : part * 10 + (c - '0');
        if (part > 255 || (digits > 0 && part < 10)) {
          return -1;
        }
        digits++;
      } else if (c == '.' && digits > 0 && dots < 3) {
        bits = bits << 8 | part;
        digits = 0;
        dots++;
      } else {
        return -1;
      }
    }
    return dots == 3 && digits > 0 ? bits << 8 | part : -1;
  }

  private static boolean parseIpv6(String text, byte[] into) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((Character.digit(c, 16) < 0 && c != ':' && c != '.') || c > 127) {
        return false;
      }
    }
    int dot = text.indexOf('.');
    int lastColon = text.lastIndexOf(':');
    if (dot >= 0 && (dot < lastColon || parseIpv4(text, lastColon + 1) < 0)) {
      return false;
    }
    try {
      // A text of hexadecimal digits and colons is never looked up by name.
      byte[] bytes = InetAddress.getByName("[" + text + "]").getAddress();
      if (bytes.length == 4) { // IPv4-mapped, which the JDK unwraps
        into[10] = into[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, into, 12, 4);
      } else {
        System.arraycopy(bytes, 0, into, 0, 16);
      }
      return true;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
