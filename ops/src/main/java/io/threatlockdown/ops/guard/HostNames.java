package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The addresses of hosts that this host's own configuration names. Asked for on a thread of its
 * own, for a name server may take its time; the last answer counts until there is a new one.
 */
final class HostNames {
  private final Map<String, List<SourceAddress>> known = new ConcurrentHashMap<>();
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Returns the addresses known of a host, or itself if it is one. */
  Stream<SourceAddress> addresses(String host) {
    return SourceAddress.parse(host)
        .map(Stream::of)
        .orElseGet(() -> known.getOrDefault(host, List.of()).stream());
  }

  /** Asks the resolver for these, unless it is being asked already. */
  void lookUp(List<String> hosts) {
    List<String> names =
        hosts.stream().filter(host -> SourceAddress.parse(host).isEmpty()).toList();
    if (!names.isEmpty() && asking.compareAndSet(false, true)) {
      Thread thread =
          new Thread(
              () -> {
                names.forEach(this::lookUp);
                asking.set(false);
              },
              "guard-names");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void lookUp(String name) {
    try {
      known.put(
          name,
          Arrays.stream(InetAddress.getAllByName(name))
              .map(address -> SourceAddress.ofBytes(address.getAddress()))
              .toList());
    } catch (UnknownHostException | RuntimeException unknown) {
      // The last answer stays.
    }
  }
}
