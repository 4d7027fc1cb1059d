package io.threatlockdown.benchmarks;

import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.JournalReport;
import io.threatlockdown.persistence.StoppedJournal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A process of its own. Sends blocks of a second through a journal, each four facts: ordered,
 * applied, expired, lifted; then starts on what they left, beside an empty journal. The firewall
 * does nothing.
 *
 * <p>Arguments: how many blocks, an empty directory.
 */
public final class PastBenchmark {
  private static final int TOGETHER = 8_000;
  private static final int FACTS_OF_A_BLOCK = 4;
  private static final int STARTS = 3;
  private static final double NANOS = 1e9;

  private PastBenchmark() {}

  /** Runs it and prints what it measured. */
  public static void main(String[] args) throws Exception {
    int blocks = Integer.parseInt(args[0]);
    Path past = Path.of(args[1]).resolve("past");
    Path empty = Files.createDirectories(past.resolveSibling("empty"));
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      CountingFirewall firewall = new CountingFirewall();
      try (BlockLoad load = BlockLoad.start(past, firewall)) {
        load.order(firewall.awaitReload(), blocks, TOGETHER, Duration.ofSeconds(1));
        load.await(block -> block.state().isEnded());
      }
      say(out, "%d blocks, %d facts are past", blocks, (long) blocks * FACTS_OF_A_BLOCK);
      try (StoppedJournal file = StoppedJournal.open(past, Optional.empty())) {
        JournalReport report = file.check();
        say(
            out,
            "of them %d facts in %d events are kept, %.0f MB with snapshots",
            report.facts(),
            report.events(),
            report.bytes() / 1e6);
      }
      for (int i = 0; i < STARTS; i++) {
        say(out, "start: past %.2f s, empty %.2f s", start(past), start(empty));
      }
    }
  }

  /** Returns the seconds until the firewall is asked for what is in force. */
  private static double start(Path directory) throws JournalException, InterruptedException {
    CountingFirewall firewall = new CountingFirewall();
    long begin = System.nanoTime();
    try (BlockLoad load = BlockLoad.start(directory, firewall)) {
      int inForce = firewall.awaitReload();
      double seconds = (System.nanoTime() - begin) / NANOS;
      var unused = load.timeOrder(inForce, Duration.ofSeconds(1));
      return seconds;
    }
  }

  private static void say(PrintStream out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
