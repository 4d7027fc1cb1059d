package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.ops.demo.SeenBlock;
import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code <repeated_offenders>} across kills, and how offences are forgotten. */
class RepeatedOffenderTest {
  private static final String SOURCE = "198.51.100.7";
  private static final String LINE =
      "Nov 24 12:00:00 victim sshd[4711]: Invalid user ghost from " + SOURCE + " port 4711\n";

  @TempDir private Path directory;

  @Test
  void source_thatComesBack_isBlockedLongerAlsoAfterAKill_untilItsOffencesAreForgotten()
      throws IOException {
    try (World world = World.open(directory, 5)) {
      Path ossecConf = directory.resolve("ossec.conf");
      Files.writeString(
          ossecConf,
          Files.readString(ossecConf)
              .replace("<timeout>", "<repeated_offenders>10,60</repeated_offenders><timeout>"));
      Path conf = directory.resolve("threatlockdown.conf");
      Files.writeString(conf, "threatlockdown.repeat-offenders.decay = 1ms\n");
      try (TldProcess service = world.start()) {
        world.testbed().append(LINE);
        SeenBlock unused = blocked(service, 1, Duration.ofSeconds(5));
        world.await("its end", World.SOON, () -> service.blocks().isEmpty());
        world.testbed().append(LINE);
        unused = blocked(service, 2, Duration.ofMinutes(10));
        service.kill();
      }
      try (TldProcess service = world.start()) {
        SeenBlock second = blocked(service, 2, Duration.ofMinutes(10));
        assertThat(service.release(second.id(), "a test")).isPresent();
        service.kill();
      }
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.testbed().append(LINE);
        SeenBlock unused = blocked(service, 1, Duration.ofSeconds(5));
      }
    }
  }

  private static SeenBlock blocked(TldProcess service, int offence, Duration lasts) {
    SeenBlock block = service.awaitBlock(SOURCE, "enforced", World.SOON).orElseThrow();
    JsonNode json = service.get("/v1/blocks/" + block.id()).orElseThrow();
    assertThat(json.path("offence").asInt()).isEqualTo(offence);
    assertThat(Duration.between(block.blockedAt(), block.expiresAt().orElseThrow()))
        .isEqualTo(lasts);
    return block;
  }
}
