package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The canary calls at the real sshd, and a rotation breaks behind which nothing is read any more.
 */
class CanaryTest {
  /** A minute to the next try, half a minute until it is missed, and a slow machine. */
  private static final Duration MISSED_WITHIN = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void canary_isNoticedAndNeverDropped_andMissedOnceARotationBroke() throws IOException {
    Path conf = directory.resolve("threatlockdown.conf");
    Files.writeString(conf, "threatlockdown.watch { canary = true, canary-every = 1m }\n");
    try (World world = World.open(directory, 100)) {
      TldProcess service = world.start("--conf", conf.toString());
      world.await("a noticed canary", MISSED_WITHIN, () -> alerts().contains("tld-canary"));
      assertThat(world.testbed().drops()).isEmpty();

      // The daemon that writes the log was not told: it goes on in the old file.
      Path log = world.testbed().log();
      Files.move(log, log.resolveSibling("auth.log.1"));
      Files.createFile(log);

      world.await("an alarm", MISSED_WITHIN, () -> alerts().contains("\"id\":\"200112\""));
      assertThat(service.get("/health/ready").orElseThrow().toString())
          .contains("{\"name\":\"watch\",\"status\":\"degraded\"");
    }
  }

  private String alerts() {
    Path file = directory.resolve("data/logs/alerts/alerts.json");
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
