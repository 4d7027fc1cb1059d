package io.threatlockdown.benchmarks;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.JournalReport;
import io.threatlockdown.persistence.StoppedJournal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A process of its own. Orders blocks of different addresses, thousands under way together, each
 * answered when it is on disk, until the firewall's answers are on disk too; then starts again on
 * the journal that they left, until the firewall is asked for all of them. Beside it a bare loop
 * that writes 4 KB and syncs, on the same disk, before and after. The firewall does nothing, so
 * that the journal alone is measured.
 *
 * <p>Arguments: how many blocks, how many under way together, an empty directory on the disk to
 * measure.
 */
public final class JournalThroughput {
  private static final int SYNCS = 500;
  private static final int SYNCED_BYTES = 4096;
  private static final double NANOS = 1e9;
  private static final Duration ONE_DAY = Duration.ofDays(1);

  private JournalThroughput() {}

  /** Runs it and prints what it measured. */
  public static void main(String[] args) throws Exception {
    int blocks = Integer.parseInt(args[0]);
    int together = Integer.parseInt(args[1]);
    Path directory = Path.of(args[2]);
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      say(out, "write and sync of 4 KB: %.0f/s", syncs(directory));
      order(blocks, together, directory, out);
      say(out, "write and sync of 4 KB: %.0f/s", syncs(directory));
      start(blocks, directory, out);
    }
  }

  private static void order(int blocks, int together, Path directory, PrintStream out)
      throws InterruptedException, JournalException {
    double answered;
    double recorded;
    CountingFirewall firewall = new CountingFirewall();
    try (BlockLoad load = BlockLoad.start(directory, firewall)) {
      int none = firewall.awaitReload();
      long begin = System.nanoTime();
      load.order(none, blocks, together, ONE_DAY);
      answered = (System.nanoTime() - begin) / NANOS;
      load.await(block -> block.state() == Block.State.ENFORCED);
      recorded = (System.nanoTime() - begin) / NANOS;
      say(
          out,
          "order to answer, snapshots meanwhile: p50 %d ms, p99 %d ms, longest %d ms",
          load.waitedMs(500),
          load.waitedMs(990),
          load.waitedMs(1_000));
    }
    try (StoppedJournal file = StoppedJournal.open(directory, Optional.empty())) {
      JournalReport report = file.check();
      say(out, "%d orders answered in %.1f s: %.0f orders/s", blocks, answered, blocks / answered);
      say(
          out,
          "%d facts in %d events on disk after %.1f s: %.0f facts/s; %.0f MB, %d problems",
          report.facts(),
          report.events(),
          recorded,
          report.facts() / recorded,
          report.bytes() / 1e6,
          report.problems().size());
    }
  }

  private static void start(int blocks, Path directory, PrintStream out)
      throws JournalException, InterruptedException {
    long before = heap();
    CountingFirewall firewall = new CountingFirewall();
    long begin = System.nanoTime();
    try (BlockLoad load = BlockLoad.start(directory, firewall)) {
      int drops = firewall.awaitReload();
      double seconds = (System.nanoTime() - begin) / NANOS;
      say(out, "start with %d blocks, until the firewall is asked for all: %.1f s", drops, seconds);
      var unused = load.timeOrder(blocks, ONE_DAY); // What the start left to write is written then.
      say(out, "heap: %.0f bytes a block", (double) (heap() - before) / blocks);
    }
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
}
