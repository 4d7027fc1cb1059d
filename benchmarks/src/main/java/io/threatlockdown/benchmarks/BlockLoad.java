package io.threatlockdown.benchmarks;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.persistence.BlockJournal;
import io.threatlockdown.persistence.EmbeddedJournal;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.OnJournalFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A block journal on disk and callers that order blocks of it, many under way together. Block
 * number {@code n} is of the n-th address of 10.0.0.0/8.
 */
final class BlockLoad implements AutoCloseable {
  private static final int WAITED_MS_MAX = 60_000;
  private static final Duration ANSWER = Duration.ofMinutes(10);

  private final EmbeddedJournal journal;
  private final ActorSystem<Responder.Command> system;
  private final Map<Integer, Long> lastNumbers = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final Semaphore answers = new Semaphore(0);
  private final int[] waitedMs = new int[WAITED_MS_MAX + 1]; // how many orders waited so long
  private final ActorRef<Responder.Ordered> caller;

  private BlockLoad(EmbeddedJournal journal, ActorSystem<Responder.Command> system) {
    this.journal = journal;
    this.system = system;
    this.caller =
        system.systemActorOf(
            Behaviors.receive(Responder.Ordered.class)
                .onMessage(Responder.Ordered.class, this::onOrdered)
                .build(),
            "caller",
            Props.empty());
  }

  /** Opens the journal of the directory, or makes one. */
  static BlockLoad start(Path directory, Firewall firewall) throws JournalException {
    EmbeddedJournal journal = EmbeddedJournal.open(directory);
    return new BlockLoad(
        journal,
        ActorSystem.create(
            BlockJournal.create(
                firewall,
                new SilentLog(),
                Clock.systemUTC(),
                OnJournalFailure.REFUSE,
                new Health()),
            "journal",
            journal.config().withFallback(ConfigFactory.load())));
  }

  /** Orders blocks {@code from} to {@code to} and waits until all orders are on disk. */
  void order(int from, int to, int together, Duration each) throws InterruptedException {
    answers.release(together);
    for (int i = from; i < to; i++) {
      answers.acquire();
      system.tell(new Responder.Order(order(i, each), caller));
    }
    answers.acquire(together);
    if (refused.get() > 0) {
      throw new IllegalStateException(refused.get() + " orders were refused");
    }
  }

  /** Orders one block and returns how long it took until it was on disk, in nanoseconds. */
  long timeOrder(int number, Duration duration) throws InterruptedException {
    long begin = System.nanoTime();
    system.tell(new Responder.Order(order(number, duration), caller));
    answers.acquire();
    return System.nanoTime() - begin;
  }

  /** Waits until it is on disk of the latest block of every partition. */
  void await(Predicate<Block> what) {
    lastNumbers.forEach(
        (partition, number) -> {
          BlockId id = new BlockId(partition, number);
          while (find(id).filter(what).isEmpty()) {
            Thread.onSpinWait();
          }
        });
  }

  /** Returns how long so many thousandths of all orders waited at most, in milliseconds. */
  int waitedMs(int perMille) {
    long left = IntStream.of(waitedMs).asLongStream().sum() * perMille / 1_000;
    int ms = 0;
    for (left -= waitedMs[0]; left > 0 && ms < WAITED_MS_MAX; left -= waitedMs[ms]) {
      ms++;
    }
    return ms;
  }

  @Override
  public void close() {
    system.terminate();
    Done unused = system.getWhenTerminated().toCompletableFuture().join();
    journal.close();
  }

  /** Returns the address of a block. */
  static AddressPrefix target(int number) {
    return AddressPrefix.of(new SourceAddress(0, 0x0A00_0000L + number, true));
  }

  private Optional<Block> find(BlockId id) {
    return AskPattern.<Responder.Command, Responder.Found>ask(
            system, replyTo -> new Responder.FindBlock(id, replyTo), ANSWER, system.scheduler())
        .toCompletableFuture()
        .join()
        .block();
  }

  private Behavior<Responder.Ordered> onOrdered(Responder.Ordered answer) {
    answer.id().ifPresent(id -> lastNumbers.merge(id.partition(), id.number(), Math::max));
    if (answer.failure().isPresent()) {
      refused.incrementAndGet();
    }
    Duration waited =
        Duration.between(answer.order().lineReceivedAt(), Clock.systemUTC().instant());
    waitedMs[(int) Math.min(WAITED_MS_MAX, waited.toMillis())]++;
    answers.release();
    return Behaviors.same();
  }

  private static BlockOrder order(int number, Duration duration) {
    AddressPrefix target = target(number);
    Instant now = Clock.systemUTC().instant();
    return new BlockOrder(
        new BlockKey("000", "firewall-drop", List.of(target.toString())),
        target,
        "firewall-drop" + duration.toSeconds(),
        "local",
        5710,
        "attempt to login with a user that does not exist",
        "{\"rule\":{\"id\":\"5710\",\"level\":5},\"agent\":{\"id\":\"000\",\"name\":\"web\"},"
            + "\"full_log\":\""
            + SshLines.invalidUser(number)
            + "\",\"location\":\"/var/log/auth.log\"}",
        1,
        now,
        now,
        Optional.of(duration));
  }

  private static final class SilentLog implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
