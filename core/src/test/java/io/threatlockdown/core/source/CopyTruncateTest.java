package io.threatlockdown.core.source;

import static io.threatlockdown.core.source.FilesFixture.append;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Copies and truncates a log while its reader comes and goes. */
@TestInstance(Lifecycle.PER_CLASS)
class CopyTruncateTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private FilesFixture files = new FilesFixture(Path.of("/nonexistent"), kit.system());
  private int copies;

  @BeforeEach
  void open(@TempDir Path directory) {
    files.close();
    files = new FilesFixture(directory, kit.system());
    copies = 0;
  }

  @AfterEach
  void close() {
    files.close();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void restart_afterSeveralCopies_readsNothingTwice() throws IOException {
    SourceProbe probe = copyFourTimes();

    probe = restart(probe);
    assertThat(probe.within(300, TimeUnit.MILLISECONDS)).isEmpty();
    append(files.file("auth.log"), line(5));

    assertThat(probe.lines(1)).containsExactly(line(5).strip());
    assertThat(probe.within(300, TimeUnit.MILLISECONDS)).isEmpty();
  }

  @Test
  void restart_afterSeveralCopiesAndARotation_losesNothing() throws IOException {
    SourceProbe probe = copyFourTimes();
    copyTruncate();
    append(files.file("auth.log"), line(5));
    shift();
    FilesFixture.rename(files.file("auth.log"), files.file("auth.log.1"));
    append(files.file("auth.log"), line(6));

    probe = restart(probe);

    assertThat(probe.lines(2)).containsExactly(line(5).strip(), line(6).strip());
    assertThat(probe.within(300, TimeUnit.MILLISECONDS)).isEmpty();
  }

  private static String line(int number) {
    return "Mar  1 12:00:00 web01 sshd[1]: a line that is long enough to be told, " + number + "\n";
  }

  /** Writes a line, and four more, each after the log was copied and truncated. */
  private SourceProbe copyFourTimes() throws IOException {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), line(0));
    assertThat(probe.lines(1)).hasSize(1);
    for (int i = 1; i <= 4; i++) {
      copyTruncate();
      probe = restart(probe);
      append(files.file("auth.log"), line(i));
      assertThat(probe.lines(1)).hasSize(1);
    }
    return probe;
  }

  private SourceProbe restart(SourceProbe probe) {
    files.stop(probe);
    return files.follow("auth.log");
  }

  private void copyTruncate() throws IOException {
    shift();
    Files.copy(files.file("auth.log"), files.file("auth.log.1"));
    FilesFixture.truncate(files.file("auth.log"));
  }

  private void shift() {
    for (int number = copies; number >= 1; number--) {
      FilesFixture.rename(files.file("auth.log." + number), files.file("auth.log." + (number + 1)));
    }
    copies++;
  }
}
