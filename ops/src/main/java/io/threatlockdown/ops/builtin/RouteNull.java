package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import io.threatlockdown.ops.netlink.NetlinkRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * A route of the main table that swallows what would be sent to the address. Ours bear a protocol
 * number of their own, by which the kernel removes them and no others.
 */
final class RouteNull implements Response {
  /** In {@code ip route}'s words: {@code proto 117}. Nobody in rt_protos has it. */
  static final int PROTOCOL = 117;

  /** Of linux/rtnetlink.h. */
  private static final int NEW_ROUTE = 24;

  private static final int DELETE_ROUTE = 25;
  private static final int GET_ROUTE = 26;
  private static final int CREATE_ONLY = 0x400 | 0x200; // NLM_F_CREATE, NLM_F_EXCL
  private static final int HEADER_BYTES = 12;
  private static final byte TABLE_MAIN = (byte) 254;
  private static final byte SCOPE_UNIVERSE = 0;
  private static final byte SCOPE_NOWHERE = (byte) 255;
  private static final byte BLACKHOLE = 6;
  private static final byte UNREACHABLE = 7;
  private static final int DESTINATION = 1;
  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;

  /** What the kernel answers who asks for a route that is a black hole, or unreachable. */
  private static final int EINVAL = 22;

  private static final int EHOSTUNREACH = 113;
  private static final int EEXIST = 17;
  private static final int ESRCH = 3;

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException {
    SourceAddress address = Orders.address(order);
    byte type = type(order);
    try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
      if (!create(netlink, address, type)) {
        boolean wasOurs = remove(netlink, address);
        if (!wasOurs || !create(netlink, address, type)) {
          throw new ActionException("there is a route to " + address + " already that is not ours");
        }
      }
      int answer = lookUp(netlink, address);
      if (answer != (type == BLACKHOLE ? EINVAL : EHOSTUNREACH)) {
        boolean unused = remove(netlink, address);
        throw new ActionException(
            "the kernel still finds a way to "
                + address
                + ": it is an address of this host, or"
                + " another routing table comes before the main one");
      }
      return Optional.empty();
    } catch (NetlinkException | LinkageError refused) {
      throw new ActionException("route to " + address + ": " + refused.getMessage(), refused);
    }
  }

  @Override
  public void delete(BlockOrder order) throws ActionException {
    SourceAddress address = Orders.address(order);
    try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
      boolean removed = remove(netlink, address);
      if (removed && remove(netlink, address)) {
        throw new ActionException("there was more than one route of ours to " + address);
      }
    } catch (NetlinkException | LinkageError refused) {
      throw new ActionException("route to " + address + ": " + refused.getMessage(), refused);
    }
  }

  private static byte type(BlockOrder order) throws ActionException {
    List<String> words = Orders.extraArgs(order);
    if (words.isEmpty() || words.equals(List.of("blackhole"))) {
      return BLACKHOLE;
    }
    if (words.equals(List.of("unreachable"))) {
      return UNREACHABLE;
    }
    throw new ActionException("extra_args of route-null is blackhole or unreachable: was " + words);
  }

  /** Returns false if there is a route to the address already. */
  private static boolean create(Netlink netlink, SourceAddress address, byte type) {
    byte[] header = header(address, TABLE_MAIN, PROTOCOL, SCOPE_UNIVERSE, type);
    return ask(netlink, NEW_ROUTE, CREATE_ONLY, header, address) != EEXIST;
  }

  /** Returns whether there was one of ours. */
  private static boolean remove(Netlink netlink, SourceAddress address) {
    byte[] header = header(address, TABLE_MAIN, PROTOCOL, SCOPE_NOWHERE, (byte) 0);
    return ask(netlink, DELETE_ROUTE, 0, header, address) != ESRCH;
  }

  /** Returns the error that sending to the address would meet; 0 if there is a way. */
  private static int lookUp(Netlink netlink, SourceAddress address) {
    try {
      netlink.ask(
          new NetlinkRequest(
                  GET_ROUTE,
                  NetlinkRequest.ACKNOWLEDGE,
                  header(address, (byte) 0, 0, SCOPE_UNIVERSE, (byte) 0))
              .attribute(DESTINATION, address.bytes()),
          ignored -> {});
      return 0;
    } catch (NetlinkException refused) {
      return refused.number();
    }
  }

  private static int ask(
      Netlink netlink, int type, int flags, byte[] header, SourceAddress address) {
    try {
      netlink.ask(
          new NetlinkRequest(type, NetlinkRequest.ACKNOWLEDGE | flags, header)
              .attribute(DESTINATION, address.bytes()),
          ignored -> {});
      return 0;
    } catch (NetlinkException refused) {
      if (refused.number() == EEXIST || refused.number() == ESRCH) {
        return refused.number();
      }
      throw refused;
    }
  }

  private static byte[] header(
      SourceAddress address, byte table, int protocol, byte scope, byte type) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.nativeOrder())
        .put(address.ipv4() ? AF_INET : AF_INET6)
        .put((byte) address.bits())
        .put((byte) 0)
        .put((byte) 0)
        .put(table)
        .put((byte) protocol)
        .put(scope)
        .put(type)
        .putInt(0)
        .array();
  }
}
