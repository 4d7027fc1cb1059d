package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lets every write of a journal in another process fail for a while, as broken disks do. */
class FailingDiskTest {
  private static final int ORDERS =
      4_000; // Far more than a run gets through before the fault is seen.
  private static final int BEFORE = 100;

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({"EIO, 5", "EROFS, 30", "ENOSPC, 28"})
  void writes_failForAWhile_blockMeanwhileAndLoseNothing(String name, int errno) throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    Path fault = Files.write(dir.resolve("fault"), new byte[1]);
    ProcessBuilder run =
        RecordedRun.under(DiskLog.library(dir), data, dir.resolve("log"), ORDERS)
            .redirectErrorStream(true);
    run.environment().put("DISKLOG_FAULT", fault.toString());
    Process process = run.start();
    try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
      while (answers(data) < BEFORE) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }

      set(fault, errno);

      assertThat(line(log, "cannot be written: .* disk of journal.db")).as(name).isNotEmpty();
      String acks = Files.readString(data.resolve("acks"));
      assertThat(acks.lastIndexOf('!')).isGreaterThan(acks.lastIndexOf('='));
      assertThat(answers(data)).isLessThan(ORDERS);
      set(fault, 0);
      assertThat(line(log, "can be written again")).isNotEmpty();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroy();
    }
    assertThat(answers(data)).isEqualTo(ORDERS);
    try (StoppedJournal journal = StoppedJournal.open(data, Optional.empty())) {
      JournalReport report = journal.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.inForce()).isEqualTo(1 + ORDERS / 4);
    }
  }

  /** Never cuts it off: the process has it mapped, and would crash. */
  private static void set(Path fault, int errno) throws IOException {
    Path unused = Files.write(fault, new byte[] {(byte) errno}, StandardOpenOption.WRITE);
  }

  private static long answers(Path data) throws IOException {
    Path acks = data.resolve("acks");
    return Files.exists(acks)
        ? Files.readString(acks).chars().filter(character -> character == '=').count()
        : 0;
  }

  /** Returns the next line in which the pattern is found; empty if the process ends before. */
  private static String line(BufferedReader log, String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    String line = log.readLine();
    while (line != null && !wanted.matcher(line).find()) {
      line = log.readLine();
    }
    return line == null ? "" : line;
  }
}
