package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.ops.netlink.Attributes;
import io.threatlockdown.ops.netlink.Attributes.Attribute;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.NetlinkRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The gateways of default routes, in every routing table, and all hops of one with several. */
final class Gateways {
  /** RTM_NEWROUTE and RTM_DELROUTE of linux/rtnetlink.h. */
  private static final int NEW_ROUTE = 24;

  private static final int DELETE_ROUTE = 25;
  private static final int GET_ROUTE = 26;
  private static final int HEADER_BYTES = 12;
  private static final int GATEWAY = 5;
  private static final int MULTIPATH = 9;
  private static final int VIA = 18;
  private static final int HOP_BYTES = 8;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** A VPN splits the default route in two halves of this length. */
  private static final int DEFAULT_LENGTH_MAX = 1;

  private Gateways() {}

  /** Asks the kernel, for the network namespace of the socket. */
  static List<SourceAddress> of(Netlink routes) {
    List<SourceAddress> gateways = new ArrayList<>();
    for (int family : new int[] {AF_INET, AF_INET6}) {
      byte[] header = new byte[HEADER_BYTES];
      header[0] = (byte) family;
      routes.ask(
          new NetlinkRequest(GET_ROUTE, NetlinkRequest.DUMP, header),
          message -> gateways.addAll(gateways(message)));
    }
    return gateways;
  }

  /** Whether the message tells of a default route. */
  static boolean isDefault(NetlinkMessage message) {
    return (message.type() == NEW_ROUTE || message.type() == DELETE_ROUTE)
        && message.payload().limit() >= HEADER_BYTES
        && message.payload().get(1) <= DEFAULT_LENGTH_MAX;
  }

  private static List<SourceAddress> gateways(NetlinkMessage message) {
    List<SourceAddress> found = new ArrayList<>();
    if (isDefault(message)) {
      Attributes attributes = message.attributesAfter(HEADER_BYTES);
      found.addAll(gateways(attributes));
      attributes.find(MULTIPATH).ifPresent(hops -> found.addAll(hops(hops.value())));
    }
    return found;
  }

  private static List<SourceAddress> gateways(Attributes attributes) {
    List<SourceAddress> found = new ArrayList<>();
    attributes.find(GATEWAY).map(Attribute::bytes).flatMap(Gateways::address).ifPresent(found::add);
    // A gateway of the other protocol: its family, then its address.
    attributes
        .find(VIA)
        .map(Attribute::bytes)
        .flatMap(
            bytes -> address(Arrays.copyOfRange(bytes, Math.min(2, bytes.length), bytes.length)))
        .ifPresent(found::add);
    return found;
  }

  private static List<SourceAddress> hops(ByteBuffer hops) {
    List<SourceAddress> found = new ArrayList<>();
    hops.order(ByteOrder.nativeOrder());
    int at = 0;
    while (hops.limit() - at >= HOP_BYTES) {
      int length = hops.getShort(at) & 0xffff;
      if (length < HOP_BYTES || length > hops.limit() - at) {
        return found;
      }
      found.addAll(gateways(Attributes.of(hops.slice(at + HOP_BYTES, length - HOP_BYTES))));
      at += length + 3 & ~3;
    }
    return found;
  }

  private static Optional<SourceAddress> address(byte[] bytes) {
    return bytes.length == 4 || bytes.length == 16
        ? Optional.of(SourceAddress.ofBytes(bytes))
        : Optional.empty();
  }

  /** Returns what the kernel's files say, for where netlink cannot be used. Only the main table. */
  static Stream<SourceAddress> of(SystemFiles files) {
    return Stream.concat(
        files.words("proc/thread-self/net/route").stream().flatMap(words -> ipv4(words).stream()),
        files.words("proc/thread-self/net/ipv6_route").stream()
            .flatMap(words -> ipv6(words).stream()));
  }

  /** Interface, destination, gateway, then others, the netmask eighth. */
  private static Optional<SourceAddress> ipv4(String[] words) {
    return words.length > 7 && words[1].equals("00000000") && words[7].equals("00000000")
        ? Connections.address(words[2]).filter(gateway -> gateway.low() != 0)
        : Optional.empty();
  }

  /** Destination, length, source, length, next hop, then others. */
  private static Optional<SourceAddress> ipv6(String[] words) {
    if (words.length <= 4 || !words[1].equals("00") || !words[4].matches("[0-9a-f]{32}")) {
      return Optional.empty();
    }
    return Optional.of(SourceAddress.ofBytes(HexFormat.of().parseHex(words[4])))
        .filter(gateway -> gateway.high() != 0 || gateway.low() != 0);
  }
}
