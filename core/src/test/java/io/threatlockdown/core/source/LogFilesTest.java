package io.threatlockdown.core.source;

import static io.threatlockdown.core.source.FilesFixture.append;
import static io.threatlockdown.core.source.FilesFixture.rename;
import static io.threatlockdown.core.source.FilesFixture.truncate;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Follows real files and changes them as writers and rotation do. */
@TestInstance(Lifecycle.PER_CLASS)
class LogFilesTest {
  private ActorTestKit kit = ActorTestKit.create();
  private FilesFixture files = new FilesFixture(Path.of("/nonexistent"), kit.system());

  @BeforeAll
  void start() {
    files.close();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void open(@TempDir Path directory) {
    files = new FilesFixture(directory, kit.system());
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void read_writtenLine_isDeliveredWithLocationHostAndTime() {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "first\n");

    LineBatch batch = probe.next().orElseThrow();

    assertThat(batch.lines())
        .containsExactly(
            LogLine.log(
                "first", files.file("auth.log").toString(), FilesFixture.HOST, FilesFixture.NOON));
  }

  @Test
  void read_atFirstStart_beginsAtTheEnd() {
    append(files.file("auth.log"), "old\nhalf ");
    SourceProbe probe =
        files.follow(
            FilesFixture.PATIENT,
            LogFile.of(files.file("auth.log").toString()),
            files.fromBeginning("other"));
    append(files.file("other"), "now it is at the end\n");
    assertThat(probe.lines(1)).containsExactly("now it is at the end");

    append(files.file("auth.log"), "whole\nnew\n");

    assertThat(probe.lines(2)).containsExactly("half whole", "new");
  }

  @Test
  void read_halfLine_waitsForItsNewline() {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "a\nha");
    assertThat(probe.lines(1)).containsExactly("a");

    append(files.file("auth.log"), "lf\n");

    assertThat(probe.lines(1)).containsExactly("half");
  }

  @Test
  void read_lineTooLong_isRejectedAndCounted() {
    SourceProbe probe = files.follow("auth.log");
    String longest = "x".repeat(LogLine.BYTES_MAX);
    append(files.file("auth.log"), longest + "y\n" + "z".repeat(3_000_000) + "\n" + longest + "\n");

    int rejected = 0;
    LineBatch batch = probe.next().orElseThrow();
    while (batch.lines().isEmpty()) {
      rejected += batch.rejected();
      batch = probe.next().orElseThrow();
    }

    assertThat(rejected + batch.rejected()).isEqualTo(2);
    assertThat(batch.lines()).extracting(LogLine::text).containsExactly(longest);
    assertThat(files.reports.all).anyMatch(report -> report.startsWith("rejected "));
  }

  @Test
  void read_bytesThatAreNoText_passAsTheyAre() {
    SourceProbe probe = files.follow("auth.log");

    append(files.file("auth.log"), "\0\0hole\n\u00ff\u00fe\u0080\n\0\0\nlast\n");

    assertThat(probe.lines(4)).containsExactly("hole", "\u00ff\u00fe\u0080", "", "last");
  }

  @Test
  void read_manyShortLines_comeInBoundedBatches() {
    append(files.file("auth.log"), "a\n".repeat(50_000));
    SourceProbe probe = files.follow("auth.log");

    LineBatch first = probe.next().orElseThrow();

    assertThat(first.lines()).hasSize(LineBatch.LINES_MAX);
    assertThat(probe.lines(40_000)).hasSize(40_000);
  }

  @Test
  void read_renamedFileStillWritten_isReadBesideItsSuccessor() throws IOException {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "a\n");
    assertThat(probe.lines(1)).containsExactly("a");

    try (var writer = Files.newOutputStream(files.file("auth.log"), StandardOpenOption.APPEND)) {
      rename(files.file("auth.log"), files.file("auth.log.1"));
      append(files.file("auth.log"), "new\n");
      assertThat(probe.lines(1)).containsExactly("new");
      writer.write("late\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    assertThat(probe.lines(1)).containsExactly("late");
  }

  @Test
  void read_halfLineAtTheEndOfRotatedFile_isDelivered() {
    SourceProbe probe = files.follow(FilesFixture.HASTY, files.fromBeginning("auth.log"));
    append(files.file("auth.log"), "a\nno newline");
    assertThat(probe.lines(1)).containsExactly("a");

    rename(files.file("auth.log"), files.file("auth.log.1"));

    assertThat(probe.lines(1)).containsExactly("no newline");
  }

  @Test
  void read_truncatedFile_beginsAnew() {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "a long first line\n");
    assertThat(probe.lines(1)).containsExactly("a long first line");

    truncate(files.file("auth.log"));
    append(files.file("auth.log"), "b\n");
    assertThat(probe.lines(1)).containsExactly("b");
    truncate(files.file("auth.log"));
    append(files.file("auth.log"), "longer than what was there\n");

    assertThat(probe.lines(1)).containsExactly("longer than what was there");
  }

  @Test
  void read_missingFile_isReadFromItsBeginOnceItAppears() {
    SourceProbe probe =
        files.follow(
            FilesFixture.HASTY,
            LogFile.of(files.file("later/auth.log").toString()),
            files.fromBeginning("other"));
    append(files.file("other"), "looked\n");
    assertThat(probe.lines(1)).containsExactly("looked");

    assertThat(files.file("later").toFile().mkdir()).isTrue();
    append(files.file("later/auth.log"), "first\n");

    assertThat(probe.lines(1)).containsExactly("first");
  }

  @Test
  void read_glob_takesUpNewMatches() {
    SourceProbe probe = files.follow("app-*.log");
    append(files.file("app-1.log"), "one\n");
    assertThat(probe.lines(1)).containsExactly("one");

    append(files.file("app-2.log"), "two\n");

    assertThat(probe.lines(1)).containsExactly("two");
  }

  @Test
  void read_globThatMatchesRotatedNames_readsNothingTwice() {
    SourceProbe probe = files.follow("auth.log*");
    append(files.file("auth.log"), "one\n");
    assertThat(probe.lines(1)).containsExactly("one");

    rename(files.file("auth.log"), files.file("auth.log.1"));
    append(files.file("auth.log"), "two\n");
    assertThat(probe.lines(1)).containsExactly("two");
    files.stop(probe);
    SourceProbe again = files.follow("auth.log*");
    append(files.file("auth.log"), "three\n");

    assertThat(again.lines(1)).containsExactly("three");
  }

  @Test
  void read_afterRestart_goesOnAfterTheLastCommit() {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "a\nb\n");
    assertThat(probe.lines(2)).containsExactly("a", "b");
    append(files.file("auth.log"), "uncommitted\n");
    assertThat(probe.next().orElseThrow().lines()).hasSize(1);

    files.stop(probe);
    append(files.file("auth.log"), "c\n");

    assertThat(files.follow("auth.log").lines(2)).containsExactly("uncommitted", "c");
  }

  @Test
  void read_afterSeveralRotationsWhileDown_readsAllInOrder() {
    SourceProbe probe = files.follow("auth.log");
    append(files.file("auth.log"), "a\n");
    assertThat(probe.lines(1)).containsExactly("a");
    files.stop(probe);

    append(files.file("auth.log"), "b\n");
    rename(files.file("auth.log"), files.file("auth.log.2"));
    append(files.file("auth.log.1"), "c\n");
    append(files.file("auth.log"), "d\n");

    assertThat(files.follow("auth.log").lines(3)).containsExactly("b", "c", "d");
  }

  @Test
  void read_copyTruncatedWhileDown_readsTheRestFromTheCopy() throws IOException {
    SourceProbe probe = files.follow("auth.log");
    String first = "Mar  1 12:00:00 web01 sshd[1]: a line of usual length";
    append(files.file("auth.log"), first + "\n");
    assertThat(probe.lines(1)).containsExactly(first);
    files.stop(probe);

    append(files.file("auth.log"), "rest\n");
    Files.copy(files.file("auth.log"), files.file("auth.log.1"));
    truncate(files.file("auth.log"));
    append(files.file("auth.log"), "new\n");

    assertThat(files.follow("auth.log").lines(2)).containsExactly("rest", "new");
  }

  @Test
  void read_linkLedToAnotherFile_followsIt() throws IOException {
    append(files.file("one"), "1\n");
    append(files.file("two"), "2\n");
    Files.createSymbolicLink(files.file("auth.log"), files.file("one"));
    SourceProbe probe = files.follow(FilesFixture.HASTY, files.fromBeginning("auth.log"));
    assertThat(probe.lines(1)).containsExactly("1");

    Files.delete(files.file("auth.log"));
    Files.createSymbolicLink(files.file("auth.log"), files.file("two"));

    assertThat(probe.lines(1)).containsExactly("2");
  }

  @Test
  void read_pathThatIsADirectory_isReportedAndTriedAgain() throws IOException {
    Files.createDirectory(files.file("auth.log"));
    SourceProbe probe =
        files.follow(
            FilesFixture.HASTY, files.fromBeginning("auth.log"), files.fromBeginning("b.log"));
    append(files.file("b.log"), "b\n");
    assertThat(probe.lines(1)).containsExactly("b");
    assertThat(files.reports.all).anyMatch(report -> report.contains("not a regular file"));

    Files.delete(files.file("auth.log"));
    append(files.file("auth.log"), "a\n");

    assertThat(probe.lines(1)).containsExactly("a");
  }
}
