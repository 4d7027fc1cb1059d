package io.threatlockdown.ops.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to real files, to a device that is always full, and past the limits. */
class LineFileTest {
  private final Health health = new Health();

  @TempDir Path directory;

  @Test
  void add_fullDisk_losesAndCounts() {
    LineFile<String> file =
        new LineFile<>(Path.of("/dev/full"), OutputLimits.DEFAULT, text -> text, health);

    file.add("one\n", 4);
    file.close();

    assertThat(file.lost()).isEqualTo(1);
    assertThat(health.parts().get(0).status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(health.parts().get(0).detail()).contains("No space left on device");
  }

  @Test
  void add_queueFull_losesAndCountsWithoutWaiting() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch diskIsBack = new CountDownLatch(1);
    Path path = directory.resolve("slow.log");
    LineFile<String> file =
        new LineFile<>(
            path,
            new OutputLimits(10, 1_000, 1),
            text -> {
              writing.countDown();
              await(diskIsBack);
              return text;
            },
            health);

    file.add("one\n", 4);
    await(writing);
    IntStream.range(0, 5).forEach(i -> file.add("two\n", 4));
    diskIsBack.countDown();
    file.close();

    assertThat(file.lost()).isEqualTo(3);
    assertThat(Files.readString(path)).isEqualTo("one\ntwo\ntwo\n");
  }

  @Test
  void add_afterClose_isLost() {
    LineFile<String> file =
        new LineFile<>(directory.resolve("x"), OutputLimits.DEFAULT, text -> text, health);
    file.close();

    file.add("late\n", 5);

    assertThat(file.lost()).isEqualTo(1);
  }

  @Test
  void add_fileOverItsLimit_isRotatedAndTheOldestGoes() throws IOException {
    Path path = directory.resolve("x.log");
    OutputLimits limits = new OutputLimits(1_000, 4, 3);

    for (String text : new String[] {"one\n", "two\n", "three\n", "four\n"}) {
      LineFile<String> file = new LineFile<>(path, limits, each -> each, health);
      file.add(text, 4);
      file.close();
    }

    assertThat(path).hasContent("four\n");
    assertThat(directory.resolve("x.log.1")).hasContent("three\n");
    assertThat(directory.resolve("x.log.2")).hasContent("two\n");
    assertThat(directory.resolve("x.log.3")).doesNotExist();
  }

  @Test
  void add_newFile_isPrivate() throws IOException {
    Path path = directory.resolve("a/b.log");
    LineFile<String> file = new LineFile<>(path, OutputLimits.DEFAULT, text -> text, health);
    file.add("x\n", 2);
    file.close();

    assertThat(Files.getPosixFilePermissions(path)).noneMatch(p -> p.name().startsWith("OTHERS"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopping);
    }
  }
}
