package io.threatlockdown.benchmarks;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.persistence.BlockJournal;
import io.threatlockdown.persistence.EmbeddedJournal;
import io.threatlockdown.persistence.OnJournalFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A process of its own. Orders blocks of different addresses, thousands under way together, each
 * answered when it is on disk; then starts again on the journal that they left, until the firewall
 * is asked for all of them. Beside it a bare loop that writes 4 KB and syncs, on the same disk,
 * before and after. The firewall does nothing, so that the journal alone is measured.
 *
 * <p>Arguments: how many blocks, how many under way together, an empty directory on the disk to
 * measure.
 */
public final class JournalThroughput {
  private static final int SYNCS = 500;
  private static final int SYNCED_BYTES = 4096;
  private static final double NANOS = 1e9;
  private static final int FACTS =
      2; // of each block: ordered, and applied when the firewall answers
  private static final Duration ONE_DAY = Duration.ofDays(1);

  private JournalThroughput() {}

  /** Runs it and prints what it measured. */
  public static void main(String[] args) throws Exception {
    int blocks = Integer.parseInt(args[0]);
    int together = Integer.parseInt(args[1]);
    Path directory = Path.of(args[2]);
    try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true)) {
      say(out, "write and sync of 4 KB: %.0f/s", syncs(directory));
      order(blocks, together, directory, out);
      say(out, "write and sync of 4 KB: %.0f/s", syncs(directory));
      start(blocks, directory, out);
    }
  }

  private static void order(int blocks, int together, Path directory, PrintStream out)
      throws Exception {
    CountingFirewall firewall = new CountingFirewall();
    try (EmbeddedJournal journal = EmbeddedJournal.open(directory)) {
      ActorSystem<Responder.Command> system = system(journal, firewall);
      firewall.reloaded.join();
      Semaphore free = new Semaphore(together);
      ActorRef<Responder.Ordered> caller =
          system.systemActorOf(
              Behaviors.receive(Responder.Ordered.class)
                  .onMessage(
                      Responder.Ordered.class,
                      answer -> {
                        answer.failure().ifPresent(why -> say(out, "refused: %s", why));
                        free.release();
                        return Behaviors.same();
                      })
                  .build(),
              "caller",
              Props.empty());
      long begin = System.nanoTime();
      for (int i = 0; i < blocks; i++) {
        free.acquire();
        system.tell(new Responder.Order(order(i), caller));
      }
      free.acquire(together);
      double seconds = (System.nanoTime() - begin) / NANOS;
      say(
          out,
          "%d blocks in %.1f s: %.0f blocks/s, %.0f facts/s acknowledged on disk",
          blocks,
          seconds,
          blocks / seconds,
          FACTS * blocks / seconds);
      stop(system);
    }
    try (var files = Files.list(directory)) {
      say(out, "journal: %.0f MB", files.mapToLong(file -> file.toFile().length()).sum() / 1e6);
    }
  }

  private static void start(int blocks, Path directory, PrintStream out) throws Exception {
    long before = heap();
    CountingFirewall firewall = new CountingFirewall();
    long begin = System.nanoTime();
    try (EmbeddedJournal journal = EmbeddedJournal.open(directory)) {
      ActorSystem<Responder.Command> system = system(journal, firewall);
      int drops = firewall.reloaded.join();
      say(
          out,
          "start with %d blocks in force, until the firewall is asked for all: %.1f s",
          drops,
          (System.nanoTime() - begin) / NANOS);
      say(out, "heap: %.0f bytes a block", (double) (heap() - before) / blocks);
      stop(system);
    }
  }

  private static ActorSystem<Responder.Command> system(EmbeddedJournal journal, Firewall firewall) {
    return ActorSystem.create(
        BlockJournal.create(
            firewall, new SilentLog(), Clock.systemUTC(), OnJournalFailure.REFUSE, new Health()),
        "journal",
        journal.config().withFallback(ConfigFactory.load()));
  }

  private static void stop(ActorSystem<Responder.Command> system) {
    system.terminate();
    Done unused = system.getWhenTerminated().toCompletableFuture().join();
  }

  private static BlockOrder order(int number) {
    AddressPrefix target = AddressPrefix.of(new SourceAddress(0, 0x0A00_0000L + number, true));
    Instant now = Clock.systemUTC().instant();
    return new BlockOrder(
        new BlockKey("000", "firewall-drop", List.of(target.toString())),
        target,
        "firewall-drop86400",
        "local",
        5710,
        "attempt to login with a user that does not exist",
        "{\"rule\":{\"id\":\"5710\"},\"full_log\":\"" + SshLines.invalidUser(number) + "\"}",
        1,
        now,
        now,
        Optional.of(ONE_DAY));
  }

  private static double syncs(Path directory) throws IOException {
    Path file = directory.resolve("bare");
    ByteBuffer bytes = ByteBuffer.allocateDirect(SYNCED_BYTES);
    long begin = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          int unused = channel.write(bytes);
        }
        channel.force(false);
      }
    }
    double rate = SYNCS * NANOS / (System.nanoTime() - begin);
    Files.delete(file);
    return rate;
  }

  /** Returns the bytes of heap in use after a full collection. */
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(PrintStream out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  /** Does nothing at once, and says how many drops the first reload had. */
  private static final class CountingFirewall implements Firewall {
    private final CompletableFuture<Integer> reloaded = new CompletableFuture<>();

    @Override
    public CompletionStage<Done> reload(List<Drop> drops) {
      boolean unused = reloaded.complete(drops.size());
      return done();
    }

    @Override
    public CompletionStage<Done> block(List<Drop> drops) {
      return done();
    }

    @Override
    public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
      return done();
    }

    @Override
    public Optional<String> observing() {
      return Optional.empty();
    }

    private static CompletionStage<Done> done() {
      return CompletableFuture.completedStage(Done.getInstance());
    }
  }

  private static final class SilentLog implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}
  }
}
