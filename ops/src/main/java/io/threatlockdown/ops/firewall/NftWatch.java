package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.OverrunException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears by netlink what others change in our table. The kernel tells the changes of a transaction
 * one by one and then who made it, so they are handed on together. A thread of its own.
 */
final class NftWatch implements AutoCloseable {
  /** The most targets told one by one; beyond that the whole table counts as touched. */
  static final int TARGETS_MAX = 10_000;

  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);
  private static final int BUFFER_BYTES = 16 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(NftWatch.class);

  private final Netlink netlink;
  private final String table;
  private final IntPredicate isOwn;
  private final Disturbed listener;
  private final Set<AddressPrefix> touched = new LinkedHashSet<>();
  private boolean whole;
  private volatile boolean closed;

  private NftWatch(Netlink netlink, String table, IntPredicate isOwn, Disturbed listener) {
    this.netlink = netlink;
    this.table = table;
    this.isOwn = isOwn;
    this.listener = listener;
  }

  /**
   * Returns a socket that hears every change from now on, in the calling thread's network
   * namespace.
   */
  static Netlink socket() {
    Netlink netlink = Netlink.open(Netlink.NETFILTER);
    try {
      netlink.bufferBytes(BUFFER_BYTES);
      netlink.join(NftMessages.CHANGES);
      netlink.waitAtMost(CLOSES_WITHIN);
      return netlink;
    } catch (NetlinkException refused) {
      netlink.close();
      throw refused;
    }
  }

  /**
   * Starts to watch, and owns the socket.
   *
   * @param isOwn whether changes by the netlink port are our own
   * @param listener called on the watch's thread
   */
  static NftWatch start(Netlink netlink, String table, IntPredicate isOwn, Disturbed listener) {
    NftWatch watch = new NftWatch(netlink, table, isOwn, listener);
    Thread thread = new Thread(watch::live, "firewall-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true; // The thread sees it when it next wakes up.
  }

  private void live() {
    try (Netlink open = netlink) {
      while (!closed) {
        hear(open);
      }
    } catch (NetlinkException failed) {
      LOG.error("Changes of the firewall by others are not heard any more", failed);
    }
  }

  private void hear(Netlink from) {
    try {
      from.receive().forEach(this::take);
    } catch (OverrunException lost) {
      whole = true;
      tell("somebody (the kernel told of more changes than were heard)");
    } catch (NetlinkException failed) {
      throw failed;
    } catch (RuntimeException bug) {
      LOG.error("The watch goes on after", bug);
    }
  }

  private void take(NetlinkMessage message) {
    Optional<Integer> kind = NftMessages.kind(message);
    if (kind.isEmpty() || isOwn.test(message.port())) {
      return;
    }
    if (kind.get() == NftMessages.NEW_GENERATION) {
      tell(NftMessages.culprit(message));
    } else if (NftMessages.isAbout(message, NftLimits.tableBeside(table))) {
      whole = true;
    } else if (NftMessages.isAbout(message, table)) {
      boolean element =
          kind.get() == NftMessages.NEW_ELEMENT || kind.get() == NftMessages.DELETE_ELEMENT;
      Optional<List<NftMessages.Element>> elements =
          element ? NftMessages.elements(message) : Optional.empty();
      elements.ifPresentOrElse(
          some -> some.forEach(each -> touched.add(each.target())), () -> whole = true);
      whole |= touched.size() > TARGETS_MAX;
    }
  }

  private void tell(String by) {
    List<AddressPrefix> targets = List.copyOf(touched);
    boolean all = whole;
    touched.clear();
    whole = false;
    if (!closed && all) {
      listener.lost(by);
    } else if (!closed && !targets.isEmpty()) {
      listener.touched(targets, by);
    }
  }
}
