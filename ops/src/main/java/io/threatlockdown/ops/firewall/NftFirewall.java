package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.FirewallException;
import io.threatlockdown.ops.firewall.Nft.Answer;
import io.threatlockdown.ops.firewall.Nft.Outcome;
import io.threatlockdown.ops.firewall.NftTable.Changes;
import io.threatlockdown.ops.netlink.Netlink;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops packets by nftables. One thread of its own talks to the kernel; what came in while it was
 * busy goes in one transaction, up to {@value NftTable#CHUNK_MAX} addresses. If such a transaction
 * fails, its lists are tried one by one, so that nobody's list fails because of another's.
 */
final class NftFirewall implements HostFirewall {
  /** The most calls that wait; one more fails at once. */
  static final int QUEUE_MAX = 4_096;

  private static final long OPEN_LIMIT_SECONDS = 10;
  private static final long CLOSE_LIMIT_MS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(NftFirewall.class);

  private final BlockingQueue<NftCall> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final CompletableFuture<Done> opened = new CompletableFuture<>();
  private final Supplier<Nft> opener;
  private final FirewallSettings settings;
  private final String tableName;
  private final Clock clock;
  private final Thread thread;
  private volatile Disturbed disturbed = Disturbed.IGNORED;
  private Optional<ConnectionEnder> connections = Optional.empty();
  private volatile boolean closed;

  private NftFirewall(Supplier<Nft> opener, FirewallSettings settings, Clock clock) {
    this.opener = opener;
    this.settings = settings;
    this.tableName = settings.table();
    this.clock = clock;
    this.thread = new Thread(this::live, "firewall");
    thread.setDaemon(true);
  }

  /**
   * Opens nftables on the thread that will use it, and asks the kernel a harmless question.
   *
   * @throws FirewallException if the kernel refuses to answer, such as to a user who is not root
   */
  static NftFirewall open(Supplier<Nft> opener, FirewallSettings settings, Clock clock) {
    NftFirewall firewall = new NftFirewall(opener, settings, clock);
    firewall.thread.start();
    try {
      firewall.opened.orTimeout(OPEN_LIMIT_SECONDS, TimeUnit.SECONDS).join();
      return firewall;
    } catch (CompletionException failed) {
      firewall.close();
      Throwable cause = failed.getCause();
      throw new FirewallException(
          cause instanceof TimeoutException
              ? "no answer within " + OPEN_LIMIT_SECONDS + " s"
              : String.valueOf(cause == null ? failed.getMessage() : cause.getMessage()));
    }
  }

  @Override
  public CompletionStage<Done> reload(List<Drop> drops) {
    return enqueue(
        new NftCall.Reload(List.copyOf(drops), CallTime.now(clock), new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Done> block(List<Drop> drops) {
    return enqueue(change(drops, List.of()));
  }

  @Override
  public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
    return enqueue(change(List.of(), targets));
  }

  @Override
  public CompletionStage<Done> limit(LimitChange change) {
    return enqueue(new NftCall.Limit(change, new CompletableFuture<>()));
  }

  @Override
  public Optional<String> observing() {
    return Optional.empty();
  }

  @Override
  public void onDisturbed(Disturbed disturbed) {
    this.disturbed = disturbed;
  }

  @Override
  public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
    NftCall.Read read =
        new NftCall.Read(
            List.copyOf(targets), new CompletableFuture<>(), new CompletableFuture<>());
    var unused = enqueue(read);
    return read.dropped();
  }

  @Override
  public void close() {
    closed = true;
    queue.offer(NftCall.Wake.INSTANCE); // A full queue needs no waking.
    try {
      thread.join(CLOSE_LIMIT_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private NftCall.Change change(List<Drop> drops, List<AddressPrefix> targets) {
    return new NftCall.Change(
        List.copyOf(drops), List.copyOf(targets), CallTime.now(clock), new CompletableFuture<>());
  }

  private CompletionStage<Done> enqueue(NftCall call) {
    if (closed) {
      call.fail("the firewall is closed");
    } else if (!queue.offer(call)) {
      call.fail("the firewall is busy: " + QUEUE_MAX + " calls wait");
    } else if (closed && queue.remove(call)) {
      call.fail("the firewall is closed");
    }
    return call.answer();
  }

  private void live() {
    try (Nft nft = opener.get()) {
      Answer answer = nft.run(new NftScript(tableName).createChain().toString());
      if (answer.outcome() == Outcome.FAILED) {
        throw new FirewallException(answer.text());
      }
      Optional<NftWatch> watch = watch(nft);
      connections = settings.endConnections() ? Optional.of(ConnectionEnder.start()) : connections;
      opened.complete(Done.getInstance());
      work(nft, new NftTable(nft, tableName, clock));
      watch.ifPresent(NftWatch::close);
      connections.ifPresent(ConnectionEnder::close);
    } catch (RuntimeException | LinkageError failed) {
      opened.completeExceptionally(failed);
    }
    closed = true;
    for (NftCall call = queue.poll(); call != null; call = queue.poll()) {
      call.fail("the firewall was closed");
    }
  }

  private Optional<NftWatch> watch(Nft nft) {
    Optional<Netlink> notices = nft.notices();
    if (notices.isEmpty()) {
      LOG.warn("Changes of the firewall by others are not heard, only the loss of all is seen");
    }
    return notices.map(netlink -> NftWatch.start(netlink, tableName, nft::isOwn, new Forward()));
  }

  private void work(Nft nft, NftTable table) {
    long everyNanos = nft.checkEvery().toNanos();
    long checkedAt = System.nanoTime();
    while (!closed) {
      try {
        NftCall call = queue.poll(everyNanos, TimeUnit.NANOSECONDS);
        if (call != null) {
          carryOut(call, table);
        }
        if (System.nanoTime() - checkedAt >= everyNanos) {
          checkedAt = System.nanoTime();
          check(table);
        }
      } catch (InterruptedException interrupted) {
        closed = true;
      } catch (RuntimeException bug) {
        LOG.error("The firewall's thread goes on after", bug);
      }
    }
  }

  private void check(NftTable table) {
    if (table.isLost()) {
      disturbed.lost("somebody");
    }
  }

  private void carryOut(NftCall call, NftTable table) {
    if (call instanceof NftCall.Doubt) {
      table.doubt();
    } else if (call instanceof NftCall.Read read) {
      carryOut(read, table);
    } else if (call instanceof NftCall.Limit limit) {
      limit.end(guarded(() -> table.limit(limit.change())));
    } else if (call instanceof NftCall.Reload reload) {
      List<Drop> drops = reload.made().carry(reload.drops(), CallTime.now(clock));
      reload.end(guarded(() -> table.reload(drops)));
    } else if (call instanceof NftCall.Change first) {
      List<NftCall.Change> together = gather(first);
      Answer answer = guarded(() -> table.change(merged(together)));
      if (answer.isDone() || together.size() == 1) {
        together.forEach(change -> end(change, answer));
      } else {
        together.forEach(
            change -> end(change, guarded(() -> table.change(merged(List.of(change))))));
      }
    }
  }

  private void end(NftCall.Change change, Answer answer) {
    change.end(answer);
    if (answer.isDone() && connections.isPresent()) {
      Instant now = clock.instant();
      connections
          .get()
          .end(
              change.drops().stream()
                  .filter(drop -> drop.expiresAt().map(now::isBefore).orElse(true))
                  .map(Drop::target)
                  .toList());
    }
  }

  private static void carryOut(NftCall.Read read, NftTable table) {
    try {
      read.dropped().complete(table.dropped(read.targets()));
    } catch (RuntimeException failed) {
      read.fail(String.valueOf(failed.getMessage()));
    }
  }

  /** Returns the call and the changes that wait right behind it, as many as go in one chunk. */
  private List<NftCall.Change> gather(NftCall.Change first) {
    List<NftCall.Change> together = new ArrayList<>(List.of(first));
    int size = first.size();
    while (queue.peek() instanceof NftCall.Change next
        && size + next.size() <= NftTable.CHUNK_MAX) {
      queue.remove();
      together.add(next);
      size += next.size();
    }
    return together;
  }

  private Changes merged(List<NftCall.Change> calls) {
    CallTime now = CallTime.now(clock);
    Changes changes = new Changes();
    for (NftCall.Change call : calls) {
      changes.block(call.made().carry(call.drops(), now));
      changes.unblock(call.targets());
    }
    return changes;
  }

  /** A caller gets an answer even if there is a bug. */
  private static Answer guarded(Supplier<Answer> work) {
    try {
      return work.get();
    } catch (RuntimeException bug) {
      LOG.error("A call of the firewall failed by", bug);
      return new Answer(Outcome.FAILED, "the firewall failed: " + bug);
    }
  }

  /** Hands on what the watch hears, to whoever listens by then. */
  private final class Forward implements Disturbed {
    @Override
    public void lost(String by) {
      boolean unused =
          queue.offer(NftCall.Doubt.INSTANCE); // A full queue leaves it to the next look.
      disturbed.lost(by);
    }

    @Override
    public void touched(List<AddressPrefix> targets, String by) {
      disturbed.touched(targets, by);
    }
  }
}
