package io.threatlockdown.persistence;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Responder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A process that orders many blocks of one partition, writes a byte when all are on disk, and
 * orders them again and again until it is killed, so that a snapshot of many parts is written.
 */
final class HeavyRun {
  /** As many thousands as the snapshot has parts. */
  static final int BLOCKS = 20_000;

  static final int PARTITION = 0;
  private static final int TOGETHER = 4_000;

  private HeavyRun() {}

  /** Returns the first addresses of the partition. */
  static List<String> addresses(int count) {
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> "10." + n / 62_500 + "." + n / 250 % 250 + "." + n % 250)
        .filter(address -> Lanes.partition(Samples.key(address)) == PARTITION)
        .limit(count)
        .toList();
  }

  /** Starts it on the directory; all blocks are on disk when this returns. */
  static Process start(Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HeavyRun.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '.') {
      throw new IllegalStateException("the run did not get so far");
    }
    return process;
  }

  public static void main(String[] args) throws Exception {
    EmbeddedJournal store = EmbeddedJournal.open(Path.of(args[0]));
    ActorSystem<Responder.Command> system =
        ActorSystem.create(
            BlockJournal.create(
                new TestFirewall(),
                new RecordedRun.Silent(),
                Clock.systemUTC(),
                OnJournalFailure.REFUSE,
                new Health()),
            "heavy",
            store.config().withFallback(ConfigFactory.load()));
    Semaphore free = new Semaphore(TOGETHER);
    ActorRef<Responder.Ordered> caller =
        system.systemActorOf(
            Behaviors.receive(Responder.Ordered.class)
                .onMessage(
                    Responder.Ordered.class,
                    answer -> {
                      free.release();
                      return Behaviors.same();
                    })
                .build(),
            "caller",
            Props.empty());
    List<String> addresses = addresses(BLOCKS);
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (boolean first = true; true; first = false) {
        for (String address : addresses) {
          free.acquire();
          system.tell(
              new Responder.Order(Samples.order(address, Instant.EPOCH, Optional.empty()), caller));
        }
        if (first) {
          free.acquire(TOGETHER);
          free.release(TOGETHER);
          out.write('.');
        }
      }
    }
  }
}
