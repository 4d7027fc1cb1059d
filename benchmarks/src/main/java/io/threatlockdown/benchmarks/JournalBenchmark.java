package io.threatlockdown.benchmarks;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From order to answer: on disk when answered, the firewall does nothing. So many orders of
 * different addresses are under way together; an operation is all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class JournalBenchmark {
  /** How many orders are under way together. */
  @Param({"1", "256"})
  public int together;

  private final TemporaryJournal journal = TemporaryJournal.open();
  private int source;

  /** Orders blocks and waits for all answers. */
  @Benchmark
  public int order() {
    ActorSystem<Responder.Command> system = journal.system();
    List<CompletableFuture<Responder.Ordered>> answers = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      BlockOrder order = OfferedOrders.order(source++, Clock.systemUTC().instant());
      answers.add(
          AskPattern.<Responder.Command, Responder.Ordered>ask(
                  system,
                  replyTo -> new Responder.Order(order, replyTo),
                  Duration.ofMinutes(1),
                  system.scheduler())
              .toCompletableFuture());
    }
    for (CompletableFuture<Responder.Ordered> answer : answers) {
      if (answer.join().failure().isPresent()) {
        throw new IllegalStateException(answer.join().failure().get());
      }
    }
    return answers.size();
  }

  /** Removes what was made. */
  @TearDown
  public void close() {
    journal.close();
  }
}
