package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.GuardSet.Entry;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.ops.netlink.NetlinkException;
import io.threatlockdown.ops.netlink.NetlinkMessage;
import io.threatlockdown.ops.netlink.OverrunException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the guard set: loopback, this host's own addresses, default gateways, name servers, time
 * servers, the hosts that are configured, and where authenticated SSH clients are connected from.
 *
 * <p>The kernel tells of changed routes and addresses by netlink, and they count within {@link
 * #SETTLES_WITHIN}; files and sessions, of which nobody tells, are looked at every {@link
 * #LOOKS_EVERY}. Without netlink everything is.
 */
public final class GuardWatch implements Supplier<GuardSet>, AutoCloseable {
  /** How old may be what is known of files and sessions. */
  static final Duration LOOKS_EVERY = Duration.ofSeconds(2);

  /** How long changes of routes and addresses are gathered. */
  static final Duration SETTLES_WITHIN = Duration.ofMillis(50);

  /** How old the addresses of host names may be. */
  static final Duration NAMES_EVERY = Duration.ofMinutes(5);

  /** The most entries; what comes beyond is left out, and said to be. */
  static final int ENTRIES_MAX = 4_096;

  private static final Duration OPENS_WITHIN = Duration.ofSeconds(10);

  /** RTNLGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE. */
  private static final int[] GROUPS = {1, 5, 7, 9, 11};

  /** From here on messages of netlink's routes are about routes; below, links and addresses. */
  private static final int FIRST_OF_ROUTES = 24;

  private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);

  private final SystemFiles files;
  private final List<String> configured;
  private final CompletableFuture<Done> opened = new CompletableFuture<>();
  private final HostNames names = new HostNames();
  private volatile GuardSet current = new GuardSet(OwnAddresses.nobodys());
  private volatile Runnable changed = () -> {};
  private volatile boolean closed;
  private Optional<Netlink> notices = Optional.empty();
  private Optional<Netlink> questions = Optional.empty();
  private List<Entry> network = List.of();
  private boolean networkChanged = true;
  private boolean tooMany;
  private long namesAskedAt;

  private GuardWatch(SystemFiles files, List<String> configured) {
    this.files = files;
    this.configured = List.copyOf(configured);
  }

  /**
   * Starts to watch; the set is complete when this returns, but for host names, which are looked
   * up.
   *
   * @param configured addresses, prefixes and host names that are guarded too
   */
  public static GuardWatch start(List<String> configured) {
    return start(Path.of("/"), configured, () -> {});
  }

  /** The same with the files of another root; its thread runs {@code enter} before all else. */
  static GuardWatch start(Path root, List<String> configured, Runnable enter) {
    GuardWatch guard = new GuardWatch(new SystemFiles(root), configured);
    Thread thread =
        new Thread(
            () -> {
              enter.run();
              guard.live();
            },
            "guard");
    thread.setDaemon(true);
    thread.start();
    guard.opened.orTimeout(OPENS_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    return guard;
  }

  @Override
  public GuardSet get() {
    return current;
  }

  /** Sets what is run when the set has changed, on the guard's thread. */
  public void onChanged(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void close() {
    closed = true; // The thread sees it when it next wakes up.
  }

  private void live() {
    open();
    try {
      while (!closed) {
        renew();
        opened.complete(Done.getInstance());
        await();
      }
    } finally {
      notices.ifPresent(Netlink::close);
      questions.ifPresent(Netlink::close);
      opened.completeExceptionally(new IllegalStateException("the guard's thread ended"));
    }
  }

  private void open() {
    try {
      Netlink hears = Netlink.open(Netlink.ROUTE);
      notices = Optional.of(hears);
      for (int group : GROUPS) {
        hears.join(group);
      }
      hears.waitAtMost(LOOKS_EVERY);
      questions = Optional.of(Netlink.open(Netlink.ROUTE));
    } catch (NetlinkException | LinkageError unavailable) {
      LOG.warn("Routes are read from files, for netlink does not work: {}", unavailable.toString());
      notices.ifPresent(Netlink::close);
      notices = Optional.empty();
    }
  }

  /** Waits for a notice that matters, or until it is time to look. */
  private void await() {
    networkChanged = notices.isEmpty();
    long begin = System.nanoTime();
    while (!closed && System.nanoTime() - begin < LOOKS_EVERY.toNanos()) {
      if (notices.isEmpty()) {
        LockSupport.parkNanos(LOOKS_EVERY.toNanos());
      } else if (hear(notices.get())) {
        networkChanged = true;
        LockSupport.parkNanos(SETTLES_WITHIN.toNanos());
        return;
      }
    }
  }

  private boolean hear(Netlink from) {
    try {
      return from.receive().stream().anyMatch(GuardWatch::matters);
    } catch (OverrunException lost) {
      return true;
    } catch (NetlinkException failed) {
      LOG.warn("Changes of routes are not heard: {}", failed.getMessage());
      LockSupport.parkNanos(LOOKS_EVERY.toNanos());
      return true;
    }
  }

  private static boolean matters(NetlinkMessage message) {
    return message.type() < FIRST_OF_ROUTES || Gateways.isDefault(message);
  }

  private void renew() {
    try {
      if (networkChanged) {
        network = network();
      }
      GuardSet next = new GuardSet(bounded(Stream.concat(network.stream(), system())));
      if (!next.equals(current)) {
        List<Entry> news = new ArrayList<>(next.entries());
        news.removeAll(current.entries());
        LOG.debug("Guarded from now on: {}", news);
        current = next;
        changed.run();
      }
    } catch (RuntimeException failed) {
      LOG.error("The guard set stays as it was", failed);
    }
  }

  private List<Entry> network() {
    List<Entry> found = new ArrayList<>(OwnAddresses.nobodys());
    ownAddresses().forEach(address -> found.add(entry(address, "own address")));
    gateways().forEach(address -> found.add(entry(address, "default gateway")));
    return found;
  }

  private Stream<SourceAddress> ownAddresses() {
    return questions.isPresent()
        ? OwnAddresses.of(questions.get()).stream()
        : OwnAddresses.ofInterfaces();
  }

  private Stream<SourceAddress> gateways() {
    return questions.isPresent() ? Gateways.of(questions.get()).stream() : Gateways.of(files);
  }

  private Stream<Entry> system() {
    List<String> timeServers = TimeServers.configured(files);
    List<String> hosts = Stream.concat(configured.stream(), timeServers.stream()).toList();
    if (namesAskedAt == 0 || System.nanoTime() - namesAskedAt > NAMES_EVERY.toNanos()) {
      namesAskedAt = System.nanoTime();
      names.lookUp(hosts);
    }
    return Stream.of(
            configured.stream().flatMap(this::configured),
            entries(NameServers.of(files), "name server"),
            entries(timeServers.stream().flatMap(names::addresses), "time server"),
            entries(TimeServers.inUse(files), "time server"),
            entries(SshSessions.peers(files), "SSH session from"),
            entries(LoginSessions.peers(files), "login from"))
        .flatMap(each -> each);
  }

  private Stream<Entry> configured(String host) {
    return AddressPrefix.parse(host)
        .map(prefix -> Stream.of(new Entry(prefix, "configured")))
        .orElseGet(() -> entries(names.addresses(host), "configured " + host));
  }

  private List<Entry> bounded(Stream<Entry> entries) {
    Set<Entry> once = new LinkedHashSet<>();
    entries.limit(ENTRIES_MAX + 1L).forEach(once::add);
    boolean more = once.size() > ENTRIES_MAX;
    if (more && !tooMany) {
      LOG.error("More than {} addresses to guard: some are not", ENTRIES_MAX);
    }
    tooMany = more;
    return once.stream().limit(ENTRIES_MAX).toList();
  }

  private static Stream<Entry> entries(Stream<SourceAddress> addresses, String what) {
    return addresses.map(address -> entry(address, what));
  }

  private static Entry entry(SourceAddress address, String what) {
    return new Entry(AddressPrefix.of(address), what);
  }
}
