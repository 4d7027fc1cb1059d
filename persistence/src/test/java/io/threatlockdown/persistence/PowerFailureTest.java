package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.persistence.DiskLog.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records once what a journal does to its files, then lets the power fail at random points of it
 * and opens what a disk would have left.
 */
class PowerFailureTest {
  private static final int ORDERS = 4_000;
  private static final int POINTS = 1_000;

  /** Every so many points a journal is started too. */
  private static final int STARTED = 20;

  private static final long SEED = 20_261_124;

  @TempDir private static Path dir;
  private static List<Step> steps = List.of();

  /** What a caller may rely on at a point, and what it may have caused. */
  private static final class Callers {
    private final Map<String, Integer> answered = new HashMap<>();
    private final Map<String, Integer> ordered = new HashMap<>();

    /** Returns what is wrong with these blocks in force: alerts by address. */
    List<String> wrong(Map<String, Long> found) {
      List<String> wrong = new ArrayList<>();
      answered.forEach(
          (address, times) -> {
            if (found.getOrDefault(address, 0L) < times) {
              wrong.add(address + " was answered " + times + " times: " + found.get(address));
            }
          });
      found.forEach(
          (address, times) -> {
            if (times > ordered.getOrDefault(address, 0)) {
              wrong.add(address + " is there " + times + " times, ordered: " + ordered);
            }
          });
      return wrong;
    }

    void hear(Step acks) {
      for (String line : acks.text().lines().filter(each -> each.length() > 1).toList()) {
        String address = RecordedRun.address(Integer.parseInt(line.substring(2)));
        (line.startsWith("=") ? answered : ordered).merge(address, 1, Integer::sum);
      }
    }
  }

  @BeforeAll
  static void record() throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    Path log = dir.resolve("log");
    ProcessBuilder run = RecordedRun.under(DiskLog.library(dir), data, log, ORDERS);
    assertThat(run.inheritIO().start().waitFor()).isZero();
    steps = DiskLog.read(log);
  }

  @Test
  void run_covers_checkpointsAndSnapshots() throws Exception {
    long syncs = steps.stream().filter(step -> isOf(step, "journal.db-wal", Step.SYNC)).count();
    long checkpoints = steps.stream().filter(step -> isOf(step, "journal.db", Step.SYNC)).count();

    assertThat(syncs).isGreaterThan(ORDERS / 10);
    assertThat(checkpoints).isGreaterThan(5);
    try (StoppedJournal journal = StoppedJournal.open(dir.resolve("data"), Optional.empty())) {
      JournalReport report = journal.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.snapshots()).isPositive();
    }
  }

  @Test
  void answer_comesAfterASyncOfItsOwn() {
    Map<String, Integer> orderedAt = new HashMap<>();
    int syncedAt = -1;
    int answers = 0;
    for (int at = 0; at < steps.size(); at++) {
      Step step = steps.get(at);
      if (isOf(step, "journal.db-wal", Step.SYNC)) {
        syncedAt = at;
      } else if (isOf(step, "acks", Step.WRITE) && step.text().startsWith("+")) {
        orderedAt.put(step.text().substring(1), at);
      } else if (isOf(step, "acks", Step.WRITE) && step.text().startsWith("=")) {
        assertThat(syncedAt).isGreaterThan(orderedAt.get(step.text().substring(1)));
        answers++;
      }
    }
    assertThat(answers).isEqualTo(ORDERS);
  }

  @Test
  void powerFailure_anywhere_losesNothingAnsweredAndInventsNothing() throws Exception {
    assertThat(failures(true, POINTS)).isEmpty();
  }

  @Test
  void powerFailure_onADiskThatDoesNotSync_isSeen() throws Exception {
    assertThat(failures(false, 20)).isNotEmpty();
  }

  /** Returns what is wrong after power failures at so many points. */
  private static SortedSet<String> failures(boolean obeysSync, int points) throws Exception {
    Random chance = new Random(SEED);
    TreeSet<Integer> crashes = new TreeSet<>();
    while (crashes.size() < points) {
      crashes.add(chance.nextInt(steps.size()));
    }
    SortedSet<String> failures = new TreeSet<>();
    CrashedDisk disk = new CrashedDisk(obeysSync);
    Callers callers = new Callers();
    Path image = Files.createDirectory(dir.resolve("image-" + obeysSync));
    for (int at = 0; at < steps.size(); at++) {
      Step step = steps.get(at);
      if (step.file().equals("acks")) {
        if (step.type() == Step.WRITE) {
          callers.hear(step);
        }
      } else if (!step.file().endsWith("-shm")) {
        disk.step(step);
      }
      if (crashes.contains(at)) {
        disk.writeTo(image, chance);
        for (String wrong : wrong(image, callers)) {
          failures.add("step " + at + ": " + wrong);
        }
        empty(image);
        if (obeysSync && crashes.headSet(at).size() % STARTED == 0) {
          disk.writeTo(image, chance); // What else chance could have left.
          for (String wrong : callers.wrong(StartedImage.inForce(image))) {
            failures.add("started at step " + at + ": " + wrong);
          }
          empty(image);
        }
      }
    }
    return failures;
  }

  private static List<String> wrong(Path image, Callers callers) {
    Map<String, Long> found = new HashMap<>();
    JournalReader reader;
    try (EmbeddedJournal journal = EmbeddedJournal.open(image);
        Connection connection = journal.tables().connect()) {
      reader = new JournalReader(connection);
      reader.read((id, sequenceNumber, facts, payload) -> {});
    } catch (JournalException | SQLException unreadable) {
      return List.of(String.valueOf(unreadable.getMessage()));
    }
    List<String> wrong = new ArrayList<>(reader.problems());
    for (JournaledBlocks state : reader.states().values()) {
      state
          .inForce()
          .forEach(
              block ->
                  found.put(block.order().addresses().toString(), 1 + block.suppressedAlerts()));
    }
    wrong.addAll(callers.wrong(found));
    return wrong;
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isOf(Step step, String file, char type) {
    return step.file().equals(file) && step.type() == type;
  }
}
