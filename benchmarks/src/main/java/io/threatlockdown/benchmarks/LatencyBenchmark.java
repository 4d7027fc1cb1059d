package io.threatlockdown.benchmarks;

import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.ops.wiring.Configuration;
import io.threatlockdown.ops.wiring.StartException;
import io.threatlockdown.ops.wiring.ThreatLockDown;
import io.threatlockdown.ops.wiring.Wrapping;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * From line written to address in the kernel's set: the whole service in this process, with
 * inotify, the journal on disk and nftables. One line at a time on an otherwise idle service. Run
 * as root, in a network namespace of its own.
 */
public final class LatencyBenchmark {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int BLOCK_SECONDS = 100;

  /** When a block was ordered, on disk, and in force; in nanoseconds. */
  private record Marks(long ordered, long journaled, long enforced) {}

  private final ServiceDirectory directory;
  private final BlockingQueue<Marks> enforced = new LinkedBlockingQueue<>();

  private LatencyBenchmark(ServiceDirectory directory) {
    this.directory = directory;
  }

  /** Measures so many lines, after as many that only warm up. The first argument, default 500. */
  public static void main(String... args) throws Exception {
    int lines = args.length == 0 ? 500 : Integer.parseInt(args[0]);
    LatencyBenchmark benchmark =
        new LatencyBenchmark(
            new ServiceDirectory(Files.createTempDirectory("tld-latency-benchmark")));
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      benchmark.run(lines, out);
    }
  }

  private void run(int lines, PrintStream out)
      throws IOException, InterruptedException, StartException {
    Configuration configuration = directory.configuration(BLOCK_SECONDS);
    try (ThreatLockDown service = ThreatLockDown.start(configuration, new Stopwatch());
        OutputStream writer = Files.newOutputStream(directory.log(), StandardOpenOption.APPEND)) {
      while (!service.health().ready()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
      out.printf("first block: %.1f ms%n", measure(writer, 0).enforced() / 1e6);
      for (int i = 1; i <= lines; i++) {
        var unused = measure(writer, i);
      }
      List<Marks> marks = new ArrayList<>();
      for (int i = lines + 1; i <= 2 * lines; i++) {
        marks.add(measure(writer, i));
      }
      out.printf("%d blocks, one at a time%n", lines);
      print(out, "ordered", marks.stream().mapToLong(Marks::ordered));
      print(out, "journaled", marks.stream().mapToLong(Marks::journaled));
      print(out, "in the kernel", marks.stream().mapToLong(Marks::enforced));
    }
  }

  private static void print(PrintStream out, String what, LongStream values) {
    long[] sorted = values.sorted().toArray();
    out.printf(
        "%s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        what,
        percentile(sorted, 50),
        percentile(sorted, 90),
        percentile(sorted, 99),
        sorted[sorted.length - 1] / 1e6);
  }

  private Marks measure(OutputStream writer, int source) throws IOException, InterruptedException {
    LockSupport.parkNanos(PAUSE_NANOS);
    byte[] line = (SshLines.invalidUser(source) + "\n").getBytes(StandardCharsets.US_ASCII);
    long start = System.nanoTime();
    writer.write(line);
    Marks end = enforced.poll(30, TimeUnit.SECONDS);
    if (end == null) {
      throw new IllegalStateException("no block within 30 s of: " + SshLines.invalidUser(source));
    }
    return new Marks(end.ordered() - start, end.journaled() - start, end.enforced() - start);
  }

  private static double percentile(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }

  /** Notes when the kernel has said that a drop is in force. */
  private final class Stopwatch implements Wrapping {
    private volatile long orderedAt;

    @Override
    public Behavior<Responder.Command> journal(Behavior<Responder.Command> real) {
      return Behaviors.intercept(
          () ->
              new BehaviorInterceptor<>(Responder.Command.class) {
                @Override
                public Behavior<Responder.Command> aroundReceive(
                    TypedActorContext<Responder.Command> context,
                    Responder.Command command,
                    ReceiveTarget<Responder.Command> target) {
                  if (command instanceof Responder.Order) {
                    orderedAt = System.nanoTime();
                  }
                  return target.apply(context, command);
                }
              },
          real);
    }

    @Override
    public Firewall firewall(Firewall real) {
      return new WatchedFirewall(
          real,
          () -> {
            long journaled = System.nanoTime();
            return drops -> enforced.add(new Marks(orderedAt, journaled, System.nanoTime()));
          });
    }
  }
}
