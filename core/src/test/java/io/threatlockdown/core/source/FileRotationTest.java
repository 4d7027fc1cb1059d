package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes, rotates, truncates and restarts at random: every line must be committed exactly once. The
 * seed is in the name of the test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FileRotationTest {
  private static final TailContext.Timing TIMING =
      new TailContext.Timing(Duration.ofMillis(50), Duration.ofMinutes(1));

  private static final long LIMIT_SECONDS = 20;

  private ActorTestKit kit = ActorTestKit.create();

  @BeforeAll
  void start() {
    assertThat(kit.system().name()).isNotEmpty();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  static long[] seeds() {
    long chosen = Long.getLong("seed", 0);
    return chosen != 0
        ? new long[] {chosen}
        : new Random().longs(Integer.getInteger("seeds", 2)).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void read_whateverHappensToTheFile_everyLineIsCommittedOnce(long seed, @TempDir Path directory)
      throws IOException {
    try (FilesFixture files = new FilesFixture(directory, kit.system());
        Run run = new Run(files, seed)) {
      for (int step = 0; step < 120; step++) {
        run.step();
      }

      run.finish();
    }
  }

  /** One file with its writer and its reader. */
  private static final class Run implements AutoCloseable {
    private final FilesFixture files;
    private final long seed;
    private final Random random;
    private final StringBuilder steps = new StringBuilder();
    private final Path log;
    private final Set<String> written = new HashSet<>();
    private final Set<String> committed = new HashSet<>();
    private final Set<String> uncommitted = new HashSet<>();
    private SourceProbe probe;
    private FileChannel writer;
    private int rotations;

    Run(FilesFixture files, long seed) throws IOException {
      this.files = files;
      this.seed = seed;
      this.random = new Random(seed);
      this.log = files.file("auth.log");
      this.writer = open();
      this.probe = follow();
      put(line() + "\n");
      readAll(); // What was rotated before the first start is not read.
    }

    private SourceProbe follow() {
      return files.follow(TIMING, files.fromBeginning("auth.log"));
    }

    private FileChannel open() throws IOException {
      return FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void step() throws IOException {
      int dice = random.nextInt(100);
      if (dice < 45) {
        steps.append(" write");
        write();
      } else if (dice < 62) {
        steps.append(" rotate");
        rotate();
      } else if (dice < 70) {
        steps.append(" copy");
        copyTruncate();
      } else if (dice < 92) {
        steps.append(" read");
        read();
      } else {
        steps.append(" restart");
        restart();
      }
    }

    private void write() {
      int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 5);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append(line()).append('\n');
      }
      int split = random.nextInt(text.length());
      put(text.substring(0, split));
      put(text.substring(split));
    }

    private String line() {
      String line = "Mar  1 12:00:00 web01 sshd[1]: line " + written.size();
      written.add(line);
      return line;
    }

    private void put(String text) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
          writer.write(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void rotate() throws IOException {
      String line = line() + "\n";
      int split = random.nextInt(line.length());
      put(line.substring(0, split));
      shift();
      FilesFixture.rename(log, files.file("auth.log.1"));
      FileChannel next = random.nextBoolean() ? open() : null;
      put(line.substring(split));
      writer.close();
      writer = next == null ? open() : next;
    }

    private void shift() {
      for (int number = rotations; number >= 1; number--) {
        FilesFixture.rename(
            files.file("auth.log." + number), files.file("auth.log." + (number + 1)));
      }
      rotations++;
    }

    /** Only when all was read and committed: what is written meanwhile is lost by its nature. */
    private void copyTruncate() throws IOException {
      readAll();
      shift();
      Files.copy(log, files.file("auth.log.1"));
      FilesFixture.truncate(log);
    }

    private void read() {
      probe.within(random.nextInt(20), TimeUnit.MILLISECONDS).ifPresent(this::take);
    }

    private void readAll() {
      while (committed.size() < written.size()) {
        if (!uncommitted.isEmpty()) {
          restart();
        }
        Optional<Optional<LineBatch>> batch = probe.within(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(batch).as(this::missing).isPresent();
        takeCommitting(batch.orElseThrow().orElseThrow());
      }
      assertThat(committed).isEqualTo(written);
    }

    private String missing() {
      Set<String> missing = new HashSet<>(written);
      missing.removeAll(committed);
      return "seed "
          + seed
          + " after "
          + steps
          + ": "
          + missing.size()
          + " lines did not come, such as "
          + missing.stream().sorted().limit(3).toList()
          + "; "
          + files.reports.all;
    }

    private void take(Optional<LineBatch> read) {
      LineBatch batch = read.orElseThrow();
      if (uncommitted.isEmpty() && random.nextInt(4) > 0) {
        takeCommitting(batch);
      } else {
        batch.lines().stream().map(LogLine::text).forEach(this::see);
      }
    }

    private void see(String line) {
      assertThat(written).contains(line);
      assertThat(committed).doesNotContain(line);
      assertThat(uncommitted.add(line)).as("%s read twice", line).isTrue();
    }

    private void takeCommitting(LineBatch batch) {
      batch.lines().stream().map(LogLine::text).forEach(this::see);
      batch.committed().run();
      committed.addAll(uncommitted);
      uncommitted.clear();
    }

    private void restart() {
      files.stop(probe);
      uncommitted.clear();
      probe = follow();
    }

    void finish() {
      readAll();
      assertThat(probe.within(100, TimeUnit.MILLISECONDS)).isEmpty();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
