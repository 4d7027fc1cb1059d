package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.ops.firewall.FirewallSettings;
import io.threatlockdown.ops.firewall.Firewalls;
import io.threatlockdown.ops.firewall.HostFirewall;
import io.threatlockdown.persistence.JournalException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;

/**
 * A process of its own, in a network namespace. Leaves a journal with blocks in force; then starts
 * on it with the real kernel, until every block is in the kernel's set and read back from there.
 * After that it asks the kernel for each element once more.
 *
 * <p>Arguments: how many blocks, an empty directory for the journal.
 */
public final class RestartBenchmark {
  private static final int TOGETHER = 8_000;
  private static final int ASKED = 10_000;
  private static final double NANOS = 1e9;

  private RestartBenchmark() {}

  /** Runs it and prints what it measured. */
  public static void main(String[] args) throws Exception {
    int blocks = Integer.parseInt(args[0]);
    Path directory = Path.of(args[1]);
    CountingFirewall none = new CountingFirewall();
    try (BlockLoad load = BlockLoad.start(directory, none)) {
      load.order(none.awaitReload(), blocks, TOGETHER, Duration.ofDays(1));
    }
    try (PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        HostFirewall kernel = Firewalls.open(FirewallSettings.DEFAULT)) {
      if (kernel.observing().isPresent()) {
        throw new IllegalStateException("nothing to measure: " + kernel.observing().get());
      }
      start(directory, kernel, out);
      say(out, "%d blocks of %d found in the kernel one by one", found(kernel, blocks), blocks);
    }
  }

  private static void start(Path directory, HostFirewall kernel, PrintStream out)
      throws JournalException, InterruptedException {
    Reloading firewall = new Reloading(kernel);
    long begin = System.nanoTime();
    try (BlockLoad load = BlockLoad.start(directory, firewall)) {
      int asked = firewall.asked.join();
      say(out, "journal read after %.1f s", (System.nanoTime() - begin) / NANOS);
      Done unused = firewall.enforced.join();
      double seconds = (System.nanoTime() - begin) / NANOS;
      say(out, "%d blocks enforced and read back after %.1f s", asked, seconds);
      long nanos = load.timeOrder(0, Duration.ofDays(1));
      say(out, "the next order is on disk after %.1f s", nanos / NANOS);
    }
  }

  private static long found(HostFirewall kernel, int blocks) {
    long found = 0;
    for (int from = 0; from < blocks; from += ASKED) {
      List<AddressPrefix> targets =
          IntStream.range(from, Math.min(blocks, from + ASKED))
              .mapToObj(BlockLoad::target)
              .toList();
      found += kernel.dropped(targets).toCompletableFuture().join().size();
    }
    return found;
  }

  private static void say(PrintStream out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  /** Says when the first reload was asked for and when the kernel had it. */
  private record Reloading(
      Firewall kernel, CompletableFuture<Integer> asked, CompletableFuture<Done> enforced)
      implements Firewall {
    Reloading(Firewall kernel) {
      this(kernel, new CompletableFuture<>(), new CompletableFuture<>());
    }

    @Override
    public CompletionStage<Done> reload(List<Drop> drops) {
      asked.complete(drops.size());
      return kernel
          .reload(drops)
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  enforced.complete(done);
                } else {
                  enforced.completeExceptionally(failure);
                }
              });
    }

    @Override
    public CompletionStage<Done> block(List<Drop> drops) {
      return kernel.block(drops);
    }

    @Override
    public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
      return kernel.unblock(targets);
    }

    @Override
    public Optional<String> observing() {
      return kernel.observing();
    }
  }
}
