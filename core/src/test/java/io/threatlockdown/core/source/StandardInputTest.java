package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Reads prepared bytes as if they were piped in. */
@TestInstance(Lifecycle.PER_CLASS)
class StandardInputTest {
  private final ActorTestKit kit = ActorTestKit.create();

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void read_toTheEnd_completesWithTheLastLine(@TempDir Path directory) {
    byte[] bytes = "a\nb\nno newline".getBytes(StandardCharsets.ISO_8859_1);
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe =
          files.run(sources -> sources.standardInput(new ByteArrayInputStream(bytes)));

      assertThat(probe.lines(3)).containsExactly("a", "b", "no newline");
      assertThat(probe.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void read_lineTooLong_isRejected(@TempDir Path directory) {
    byte[] bytes = ("x".repeat(1_000_000) + "\nb\n").getBytes(StandardCharsets.ISO_8859_1);
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe =
          files.run(sources -> sources.standardInput(new ByteArrayInputStream(bytes)));

      LineBatch first = probe.next().orElseThrow();
      LineBatch second = probe.next().orElseThrow();

      assertThat(first.rejected() + second.rejected()).isEqualTo(1);
      assertThat(second.lines()).extracting(LogLine::text).containsExactly("b");
    }
  }
}
