package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.GuardSet.Entry;
import io.threatlockdown.ops.netlink.Attributes.Attribute;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkRequest;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The addresses of this host, and those that are no single host's. */
final class OwnAddresses {
  /** Nobody's: dropping them would break neighbour discovery, DHCP, and multicast. */
  private static final Map<String, String> NOBODYS =
      new TreeMap<>(
          Map.of(
              "127.0.0.0/8", "loopback",
              "::1", "loopback",
              "0.0.0.0", "unspecified address",
              "::", "unspecified address",
              "255.255.255.255", "broadcast",
              "224.0.0.0/4", "multicast",
              "ff00::/8", "multicast"));

  /** RTM_GETADDR of linux/rtnetlink.h, then of linux/if_addr.h. */
  private static final int GET_ADDRESS = 22;

  private static final int HEADER_BYTES = 8;
  private static final int ADDRESS = 1; // the far end of a point-to-point link
  private static final int LOCAL = 2;

  private OwnAddresses() {}

  /** Returns those that are the same on every host. */
  static List<Entry> nobodys() {
    return NOBODYS.entrySet().stream()
        .map(
            entry -> new Entry(AddressPrefix.parse(entry.getKey()).orElseThrow(), entry.getValue()))
        .toList();
  }

  /** Asks the kernel, for the network namespace of the socket. */
  static List<SourceAddress> of(Netlink routes) {
    List<SourceAddress> found = new ArrayList<>();
    routes.ask(
        new NetlinkRequest(GET_ADDRESS, NetlinkRequest.DUMP, new byte[HEADER_BYTES]),
        message ->
            message.attributesAfter(HEADER_BYTES).all().stream()
                .filter(each -> each.type() == ADDRESS || each.type() == LOCAL)
                .map(Attribute::bytes)
                .filter(bytes -> bytes.length == 4 || bytes.length == 16)
                .map(SourceAddress::ofBytes)
                .forEach(found::add));
    return found;
  }

  /** Returns what Java knows, for where netlink cannot be used. */
  static Stream<SourceAddress> ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .map(InterfaceAddress::getAddress)
          .map(address -> SourceAddress.ofBytes(address.getAddress()));
    } catch (SocketException unreadable) {
      return Stream.empty();
    }
  }
}
