package io.threatlockdown.persistence;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * A process that orders blocks and writes into the file {@code acks} of its directory, in step with
 * the journal: {@code + n} before it gives order n, {@code = n} when that is answered, {@code !}
 * when the firewall is to drop something.
 */
final class RecordedRun {
  /** All but every fourth order are for one address, so that its partition writes a snapshot. */
  private static final int OTHERS = 4;

  private RecordedRun() {}

  /** Returns the address of order n. */
  static String address(int n) {
    return isOnlyOne(n) ? "10.1." + n / 250 + "." + n % 250 : "192.0.2.1";
  }

  /** Whether order n is the only one for its address. */
  static boolean isOnlyOne(int n) {
    return n % OTHERS == 0;
  }

  /**
   * Returns the command that starts one.
   *
   * @param underWay orders at once; if more than one, some are gathered into one write
   */
  static List<String> command(Path directory, int orders, int underWay) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        RecordedRun.class.getName(),
        directory.toString(),
        Integer.toString(orders),
        Integer.toString(underWay));
  }

  /** Returns how to start one whose doings in the directory are logged. */
  static ProcessBuilder under(Path library, Path directory, Path log, int orders) {
    ProcessBuilder run = new ProcessBuilder(command(directory, orders, 2));
    run.environment().put("LD_PRELOAD", library.toString());
    run.environment().put("DISKLOG_DIR", directory.toString());
    run.environment().put("DISKLOG_LOG", log.toString());
    return run;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int orders = Integer.parseInt(args[1]);
    int underWay = Integer.parseInt(args[2]);
    EmbeddedJournal store = EmbeddedJournal.open(directory);
    try (FileOutputStream acks = new FileOutputStream(directory.resolve("acks").toFile())) {
      TestFirewall firewall = new TestFirewall();
      firewall.beforeCalls(() -> say(acks, "!"));
      ActorSystem<Responder.Command> system =
          ActorSystem.create(
              BlockJournal.create(
                  firewall, new Silent(), Clock.systemUTC(), OnJournalFailure.BLOCK, new Health()),
              "recorded",
              store.config().withFallback(ConfigFactory.load()));
      Semaphore free = new Semaphore(underWay);
      for (int n = 0; n < orders; n++) {
        free.acquire();
        say(acks, "+ " + n);
        order(system, n, acks, free);
      }
      free.acquire(underWay);
      system.terminate();
      Done unused = system.getWhenTerminated().toCompletableFuture().join();
    }
    store.close();
  }

  private static void order(
      ActorSystem<Responder.Command> system, int n, FileOutputStream acks, Semaphore free) {
    BlockOrder order = Samples.order(address(n), Instant.EPOCH.plusSeconds(n), Optional.empty());
    CompletionStage<Responder.Ordered> asked =
        AskPattern.ask(
            system,
            replyTo -> new Responder.Order(order, replyTo),
            Duration.ofSeconds(60),
            system.scheduler());
    CompletionStage<Responder.Ordered> unused =
        asked.whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.failure().isEmpty()) {
                say(acks, "= " + n);
              }
              free.release();
            });
  }

  private static void say(FileOutputStream acks, String line) {
    try {
      acks.write((line + "\n").getBytes(StandardCharsets.US_ASCII)); // One write: one step.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Hears of no response. */
  static final class Silent implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
