package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads single elements of our sets back from the kernel, by netlink itself: about 3 microseconds
 * each, however large the set is. (libnftables lists the whole set to find one.) Used by the thread
 * that opened it.
 */
final class NftReader implements AutoCloseable {
  /** The most elements in one question: the kernel makes a page or two of each answer. */
  static final int BATCH_MAX = 256;

  private static final int BUFFER_BYTES = BATCH_MAX * 16_384;

  private final Netlink netlink;

  private NftReader(Netlink netlink) {
    this.netlink = netlink;
  }

  static NftReader open() {
    Netlink netlink = Netlink.open(Netlink.NETFILTER);
    try {
      netlink.bufferBytes(BUFFER_BYTES);
      return new NftReader(netlink);
    } catch (NetlinkException refused) {
      netlink.close();
      throw refused;
    }
  }

  /**
   * Returns what the table holds of the targets, and what was dropped of each.
   *
   * @throws NetlinkException if the kernel does not answer
   */
  Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets) {
    Map<DropSet, List<AddressPrefix>> bySet = new LinkedHashMap<>();
    for (AddressPrefix target : targets) {
      bySet.computeIfAbsent(DropSet.of(target), set -> new ArrayList<>()).add(target);
    }
    Map<AddressPrefix, Dropped> held = new HashMap<>();
    bySet.forEach(
        (set, ofSet) -> {
          if (exists(table, set)) {
            read(table, set, ofSet, held);
          }
        });
    return held;
  }

  /**
   * Whether the set holds the key; not if there is no such set.
   *
   * @throws NetlinkException if the kernel does not answer
   */
  boolean holds(String table, String set, byte[] key) {
    try {
      netlink.ask(NftMessages.getElement(table, set, key), ignored -> {});
      return true;
    } catch (NetlinkException refused) {
      return isThere(refused);
    }
  }

  @Override
  public void close() {
    netlink.close();
  }

  private boolean exists(String table, DropSet set) {
    try {
      netlink.ask(NftMessages.getSet(table, set.name()), ignored -> {});
      return true;
    } catch (NetlinkException refused) {
      return isThere(refused);
    }
  }

  /**
   * The kernel answers in order and stops at the first that is not there; what comes behind it is
   * asked for again, in batches that grow from one.
   */
  private void read(
      String table, DropSet set, List<AddressPrefix> targets, Map<AddressPrefix, Dropped> held) {
    int batch = BATCH_MAX;
    int at = 0;
    while (at < targets.size()) {
      List<AddressPrefix> asked = targets.subList(at, Math.min(targets.size(), at + batch));
      int before = held.size();
      if (ask(table, set, asked, held)) {
        at += asked.size();
        batch = Math.min(BATCH_MAX, batch * 2);
      } else {
        at += held.size() - before + 1;
        batch = 1;
      }
    }
  }

  private boolean ask(
      String table, DropSet set, List<AddressPrefix> asked, Map<AddressPrefix, Dropped> held) {
    try {
      netlink.ask(
          NftMessages.getElements(table, set.name(), asked),
          message ->
              NftMessages.elements(message)
                  .orElse(List.of())
                  .forEach(element -> held.put(element.target(), element.dropped())));
      return true;
    } catch (NetlinkException refused) {
      return isThere(refused);
    }
  }

  /** Returns false if the kernel said that it is not there; else throws what it said. */
  private static boolean isThere(NetlinkException refused) {
    if (refused.number() == NetlinkException.MISSING) {
      return false;
    }
    throw refused;
  }
}
