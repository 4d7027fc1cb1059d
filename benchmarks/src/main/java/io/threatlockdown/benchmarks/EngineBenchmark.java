package io.threatlockdown.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.rule.Verdict;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From line to verdict as a process of its own: 500,000 lines of an auth.log through decoders and
 * rules on one thread. CPU time, not the clock on the wall, and that of the whole process, so what
 * the compiler and the garbage collector take is in it.
 *
 * <p>Arguments: {@code shipped} or a directory with a ruleset; the number of addresses; the number
 * of passes (default 8). The first pass of the process counts from the JVM's start on, loading
 * included and only the making of the lines left out. "Warm" is the fastest pass.
 */
public final class EngineBenchmark {
  private static final int LINES = 500_000;
  private static final int LINES_PER_SECOND = 50;
  private static final double NANOS = 1e9;
  private static final double MILLION = 1e6;
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ReportingHost HOST = ReportingHost.local("bastion");

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LoadedRuleset ruleset;
  private final List<String> lines;

  private EngineBenchmark(LoadedRuleset ruleset, List<String> lines) {
    this.ruleset = ruleset;
    this.lines = lines;
  }

  /** What a pass took and found. */
  private record Pass(double cpuSecondsPerMillion, double bytesPerLine, int alerts) {}

  /** Runs it and prints a line. */
  public static void main(String... args) {
    long start = cpuNanos();
    int addresses = Integer.parseInt(args[1]);
    int passes = args.length > 2 ? Integer.parseInt(args[2]) : 8;
    List<String> lines = SshdCorpus.lines(LINES, addresses);
    long made = cpuNanos() - start;
    LoadedRuleset ruleset =
        args[0].equals("shipped") ? Shipped.ruleset() : Shipped.ruleset(Path.of(args[0]));
    EngineBenchmark benchmark = new EngineBenchmark(ruleset, lines);
    Pass best = benchmark.pass();
    double whole = (cpuNanos() - made) / NANOS / (LINES / MILLION);
    for (int i = 1; i < passes; i++) {
      Pass pass = benchmark.pass();
      best = pass.cpuSecondsPerMillion() < best.cpuSecondsPerMillion() ? pass : best;
    }
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.printf(
        "%s, %,d addresses, %,d rules: warm %.2f, whole process %.2f CPU s per million lines;"
            + " %.0f bytes and %.3f alerts a line%n",
        args[0],
        addresses,
        ruleset.rules().size(),
        best.cpuSecondsPerMillion(),
        whole,
        best.bytesPerLine(),
        (double) best.alerts() / LINES);
  }

  private Pass pass() {
    Correlation memory = ruleset.rules().correlation(new AtomicLong()::incrementAndGet);
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    long cpu = process.getProcessCpuTime();
    int alerts = 0;
    for (int i = 0; i < lines.size(); i++) {
      Instant now = NOON.plusSeconds(i / LINES_PER_SECOND);
      LogLine line = LogLine.log(lines.get(i), "/var/log/auth.log", HOST, now);
      Verdict verdict = ruleset.rules().evaluate(ruleset.decoders().decode(line), now, memory);
      alerts += verdict.alert().isPresent() ? 1 : 0;
    }
    double cpuSeconds = (process.getProcessCpuTime() - cpu) / NANOS;
    long allocated = threads.getThreadAllocatedBytes(thread) - bytes;
    return new Pass(cpuSeconds / (LINES / MILLION), (double) allocated / LINES, alerts);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
