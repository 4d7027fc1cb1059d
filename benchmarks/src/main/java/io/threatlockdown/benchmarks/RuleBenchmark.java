package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** From line to verdict with the shipped ruleset, a line an operation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleBenchmark {
  private static final int LINES = 8;

  private final LoadedRuleset ruleset = Shipped.ruleset();
  private final Correlation memory = ruleset.rules().correlation(new AtomicLong()::incrementAndGet);
  private final List<LogLine> lines = SshLines.mixed();

  /** Decodes and evaluates the mixed lines. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void decodeAndEvaluate(Blackhole hole) {
    for (LogLine line : lines) {
      hole.consume(
          ruleset.rules().evaluate(ruleset.decoders().decode(line), SshLines.NOON, memory));
    }
  }
}
