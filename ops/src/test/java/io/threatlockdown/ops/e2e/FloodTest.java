package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sources at once: the kernel's set is compared with the list of them. */
class FloodTest {
  private static final int SOURCES = 3_000;
  private static final long TIMEOUT = 3_600;

  /** No measurement: only so that a service that hangs ends the test. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @Test
  void manySources_inAFile_areAllDroppedAndNobodyElse() throws IOException {
    try (World world = World.open(directory, TIMEOUT);
        TldProcess service = world.start()) {
      Files.writeString(world.testbed().log(), lines(), StandardOpenOption.APPEND);

      assertDropped(world);
      assertThat(service.blocks()).hasSize(1_000);
    }
  }

  @Test
  void manySources_byHttp_areAllDroppedAndNobodyElse() {
    try (World world = World.open(directory, TIMEOUT);
        TldProcess service = world.start()) {
      assertThat(service.analyse(lines(), PATIENCE)).isPresent();

      assertDropped(world);
    }
  }

  private static void assertDropped(World world) {
    world.await("all dropped", PATIENCE, () -> world.testbed().drops().size() >= SOURCES);
    assertThat(world.testbed().drops().keySet()).isEqualTo(sources());
  }

  private static Set<String> sources() {
    return IntStream.range(0, SOURCES).mapToObj(FloodTest::source).collect(Collectors.toSet());
  }

  private static String source(int number) {
    return "198.18." + number / 250 + "." + (number % 250 + 1);
  }

  private static String lines() {
    return IntStream.range(0, SOURCES)
        .mapToObj(
            number ->
                "Nov 24 12:00:00 victim sshd[4711]: Invalid user ghost from "
                    + source(number)
                    + " port 4711\n")
        .collect(Collectors.joining());
  }
}
