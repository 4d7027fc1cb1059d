package io.threatlockdown.benchmarks;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.LogLine;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** From line to event with the shipped decoders, a line an operation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {
  private static final int LINES = 8;

  private final Decoders decoders = Shipped.ruleset().decoders();
  private final List<LogLine> lines = SshLines.mixed();

  /** Decodes the mixed lines. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void decode(Blackhole hole) {
    for (LogLine line : lines) {
      hole.consume(decoders.decode(line));
    }
  }
}
