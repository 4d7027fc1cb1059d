package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.NetlinkRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the TCP connections of this host with sources that are dropped from now on, as {@code ss -K}
 * does: both ends learn it at once. Without it they would stay open, mute, until their timeouts. A
 * thread of its own, which takes together what comes in while it is at work.
 */
final class ConnectionEnder implements AutoCloseable {
  /** The most targets that wait; connections of further ones end by their timeouts. */
  static final int WAITING_MAX = 100_000;

  /** SOCK_DIAG_BY_FAMILY, SOCK_DESTROY, and the structures, of linux/inet_diag.h. */
  private static final int LIST = 20;

  private static final int DESTROY = 21;
  private static final int REQUEST_BYTES = 56;
  private static final int ID_AT = 4; // in an answer; 8 in a request
  private static final int ID_BYTES = 48;
  private static final int REMOTE_AT = ID_AT + 20;
  private static final byte TCP = 6;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** All but TIME_WAIT, CLOSE and LISTEN. */
  private static final int STATES = 0xfff & ~(1 << 6 | 1 << 7 | 1 << 10);

  private static final int NOT_SUPPORTED = 95;
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnder.class);

  private final Netlink netlink;
  private final Set<AddressPrefix> waiting = new HashSet<>();
  private boolean closed;

  private ConnectionEnder(Netlink netlink) {
    this.netlink = netlink;
  }

  /**
   * Starts one for the connections in the calling thread's network namespace.
   *
   * @throws NetlinkException if the kernel refuses
   */
  static ConnectionEnder start() {
    ConnectionEnder ender = new ConnectionEnder(Netlink.open(Netlink.SOCK_DIAG));
    Thread thread = new Thread(ender::live, "firewall-connections");
    thread.setDaemon(true);
    thread.start();
    return ender;
  }

  /** Ends the connections with these, soon. */
  synchronized void end(Collection<AddressPrefix> targets) {
    if (waiting.size() + targets.size() <= WAITING_MAX) {
      waiting.addAll(targets);
      notifyAll();
    } else {
      LOG.warn("Connections of {} dropped sources are left to their timeouts", targets.size());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void live() {
    try (Netlink open = netlink) {
      for (Set<AddressPrefix> targets = take(); !targets.isEmpty(); targets = take()) {
        end(open, targets);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (NetlinkException refused) {
      LOG.warn("Connections of dropped sources are left to their timeouts from now on", refused);
      close();
    }
  }

  /** Returns what waits; nothing once it is closed. */
  private synchronized Set<AddressPrefix> take() throws InterruptedException {
    while (!closed && waiting.isEmpty()) {
      wait();
    }
    Set<AddressPrefix> targets = closed ? Set.of() : Set.copyOf(waiting);
    waiting.clear();
    return targets;
  }

  private static void end(Netlink netlink, Set<AddressPrefix> targets) {
    Set<DropSet> sets = new HashSet<>();
    targets.forEach(target -> sets.add(DropSet.of(target)));
    for (int family : new int[] {AF_INET, AF_INET6}) {
      List<byte[]> found = new ArrayList<>();
      netlink.ask(
          new NetlinkRequest(LIST, NetlinkRequest.DUMP, request(family, new byte[ID_BYTES])),
          message -> {
            if (isWith(message, targets, sets)) {
              byte[] id = new byte[ID_BYTES];
              message.payload().get(ID_AT, id);
              found.add(id);
            }
          });
      found.forEach(id -> destroy(netlink, family, id));
    }
  }

  private static boolean isWith(
      NetlinkMessage message, Set<AddressPrefix> targets, Set<DropSet> sets) {
    if (message.payload().limit() < ID_AT + ID_BYTES) {
      return false;
    }
    byte[] bytes = new byte[message.payload().get(0) == AF_INET ? 4 : 16];
    message.payload().get(REMOTE_AT, bytes);
    SourceAddress remote = SourceAddress.ofBytes(bytes);
    return sets.stream()
        .filter(set -> set.ipv4() == remote.ipv4())
        .anyMatch(set -> targets.contains(new AddressPrefix(remote, set.length())));
  }

  private static void destroy(Netlink netlink, int family, byte[] id) {
    try {
      netlink.ask(
          new NetlinkRequest(DESTROY, NetlinkRequest.ACKNOWLEDGE, request(family, id)),
          ignored -> {});
    } catch (NetlinkException refused) {
      if (refused.number() == NOT_SUPPORTED) {
        throw refused;
      }
      LOG.debug("A connection had ended by itself: {}", refused.getMessage());
    }
  }

  private static byte[] request(int family, byte[] id) {
    ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    return request.put((byte) family).put(TCP).putShort((short) 0).putInt(STATES).put(id).array();
  }
}
