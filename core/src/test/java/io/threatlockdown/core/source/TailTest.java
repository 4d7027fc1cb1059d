package io.threatlockdown.core.source;

import static io.threatlockdown.core.source.FilesFixture.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a name at chosen moments: what became of it in between must not matter. */
class TailTest {
  private @TempDir Path directory;
  private Path log;
  private FilePositions positions;
  private Tail tail;
  private final RecordedReports reports = new RecordedReports();

  @BeforeEach
  void open() {
    log = directory.resolve("auth.log");
    positions = FilePositions.open(directory.resolve("positions"), reports.all::add);
    tail = tail();
  }

  @AfterEach
  void close() {
    tail.close();
    positions.close();
  }

  private Tail tail() {
    return tail(LogFile.Start.BEGINNING);
  }

  private Tail tail(LogFile.Start start) {
    TailContext context =
        new TailContext(
            FilesFixture.HOST,
            FilesFixture.CLOCK,
            System::nanoTime,
            positions,
            new ReportLimit(reports, System::nanoTime),
            FilesFixture.PATIENT,
            new Chunk());
    return new Tail(log, start, context, (id, path) -> false);
  }

  private void restart() {
    tail.close();
    tail = tail();
  }

  private List<String> read() {
    List<String> lines = new ArrayList<>();
    for (Optional<LineBatch> batch = tail.read(); batch.isPresent(); batch = tail.read()) {
      batch.get().lines().stream().map(LogLine::text).forEach(lines::add);
      batch.get().committed().run();
    }
    return lines;
  }

  private Path rotated(int number) {
    return directory.resolve("auth.log." + number);
  }

  private static String line(int number) {
    return "Mar  1 12:00:00 web01 sshd[1]: a line that is long enough to be told, " + number;
  }

  @Test
  void read_startedWhileTheNameWasGone_readsWhatWasRotatedSince() {
    append(log, line(1) + "\n");
    assertThat(read()).containsExactly(line(1));
    FilesFixture.rename(log, rotated(1));
    restart();
    assertThat(read()).isEmpty();

    FilesFixture.rename(rotated(1), rotated(2));
    append(rotated(1), line(2) + "\n");
    append(log, line(3) + "\n");

    assertThat(read()).containsExactly(line(2), line(3));
  }

  @Test
  void read_rotatedTwiceBeforeItsFirstFileWasSeen_readsBoth() {
    assertThat(read()).isEmpty();

    append(rotated(2), line(1) + "\n");
    append(rotated(1), line(2) + "\n");
    append(log, line(3) + "\n");

    assertThat(read()).containsExactly(line(1), line(2), line(3));
  }

  @Test
  void read_fileOfADirectoryThatWasMissing_isReadFromItsBegin() throws IOException {
    log = directory.resolve("later/auth.log");
    tail.close();
    tail = tail(LogFile.Start.END);
    assertThat(read()).isEmpty();

    Files.createDirectory(directory.resolve("later"));
    append(log, line(1) + "\n");

    assertThat(read()).containsExactly(line(1));
  }

  @Test
  void read_oldFilesThereBeforeTheFirstLook_leavesThemAlone() {
    append(rotated(2), line(1) + "\n");
    append(rotated(1), line(2) + "\n");
    assertThat(read()).isEmpty();

    append(log, line(3) + "\n");

    assertThat(read()).containsExactly(line(3));
  }
}
