package io.threatlockdown.benchmarks;

import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From alert to answered order: a thousand offenders hear of an alert each, in one report, from a
 * journal in memory that takes every order at once. An alert an operation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OffenderBenchmark {
  private static final int OFFENDERS = 1_000;

  private final List<Alert> alerts = alerts();
  private final ActorSystem<Offenders.Command> offenders =
      ActorSystem.create(OfferedOrders.offenders(OffenderLimits.DEFAULT), "offenders");

  /** Waits until the offenders are alive: a newcomer is another measurement. */
  @Setup
  public void meet() {
    var unused = report();
  }

  /** Reports one alert of each offender. */
  @Benchmark
  @OperationsPerInvocation(OFFENDERS)
  public Offenders.Reported report() {
    return AskPattern.<Offenders.Command, Offenders.Reported>ask(
            offenders,
            replyTo -> new Offenders.Report(alerts, replyTo),
            Duration.ofMinutes(1),
            offenders.scheduler())
        .toCompletableFuture()
        .join();
  }

  @TearDown
  public void stop() {
    offenders.terminate();
  }

  private static List<Alert> alerts() {
    LoadedRuleset ruleset = Shipped.ruleset();
    Correlation memory = ruleset.rules().correlation(new AtomicLong()::incrementAndGet);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < OFFENDERS; i++) {
      ruleset
          .rules()
          .evaluate(
              ruleset.decoders().decode(SshLines.line(SshLines.invalidUser(i))),
              SshLines.NOON,
              memory)
          .alert()
          .ifPresent(alerts::add);
    }
    if (alerts.size() != OFFENDERS) {
      throw new IllegalStateException("every line raises an alert: was " + alerts.size());
    }
    return alerts;
  }
}
