package io.threatlockdown.core.source.integrity;

import static io.threatlockdown.core.source.integrity.Watched.field;
import static io.threatlockdown.core.source.integrity.Watched.realtime;
import static io.threatlockdown.core.source.integrity.Watched.scheduled;
import static io.threatlockdown.core.source.integrity.Watched.settings;
import static io.threatlockdown.core.source.integrity.Watched.shortly;
import static io.threatlockdown.core.source.integrity.Watched.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops readers, changes files, and looks at what the next reader reports. */
class RestartTest {
  @TempDir private Path directory;
  private Path etc = Path.of("/nonexistent");
  private Path data = etc;
  private Path last = etc;

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    etc = Files.createDirectory(directory.toRealPath().resolve("etc"));
    last = etc.resolve("zz-last");
    write(etc.resolve("hosts"), "a\n");
    write(etc.resolve("gone"), "a\n");
  }

  @Test
  void first_look_reportsNothing() {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(last, "x");

      assertThat(watched.until(last)).containsExactly("added " + last);
    }
  }

  @Test
  void changes_whileNobodyWatched_areReportedAtTheNextStart() throws IOException {
    Watched.start(data, settings(scheduled(etc))).close();
    write(etc.resolve("hosts"), "b\n");
    write(etc.resolve("new"), "x");
    Files.delete(etc.resolve("gone"));

    try (Watched watched = Watched.begin(data, settings(scheduled(etc)))) {
      List<Event> events = List.of(watched.next(), watched.next(), watched.next());

      assertThat(events.stream().map(Watched::shortly))
          .containsExactlyInAnyOrder(
              "modified " + etc.resolve("hosts"),
              "added " + etc.resolve("new"),
              "deleted " + etc.resolve("gone"));
      assertThat(events.stream().map(event -> field(event, "mode"))).containsOnly("scheduled");
    }
  }

  @Test
  void change_thatWasAnsweredFor_isNotReportedAgain() {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(etc.resolve("hosts"), "b\n");
      assertThat(shortly(watched.next())).isEqualTo("modified " + etc.resolve("hosts"));
    }

    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(last, "x");

      assertThat(watched.until(last)).containsExactly("added " + last);
    }
  }

  @Test
  void change_thatWasNotAnsweredFor_isReportedAgain() {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      watched.stopCommits();
      write(etc.resolve("hosts"), "b\n");
      assertThat(shortly(watched.next())).isEqualTo("modified " + etc.resolve("hosts"));
    }

    try (Watched watched = Watched.begin(data, settings(realtime(etc)))) {
      assertThat(shortly(watched.next())).isEqualTo("modified " + etc.resolve("hosts"));
    }
  }

  @Test
  void directory_goneWhileNobodyWatched_isReportedThoughItsPatternFindsNothing()
      throws IOException {
    Path sub = Files.createDirectory(etc.resolve("sub"));
    write(sub.resolve("file"), "x");
    WatchedPath wild = Watched.path(etc + "/s*", true, false, false, 256);
    Watched.start(data, settings(wild)).close();
    Files.delete(sub.resolve("file"));
    Files.delete(sub);

    try (Watched watched = Watched.begin(data, settings(wild))) {
      assertThat(shortly(watched.next())).isEqualTo("deleted " + sub.resolve("file"));
    }
  }

  @Test
  void path_newInTheSettings_isTakenForRightAtFirst() throws IOException {
    Watched.start(data, settings(realtime(etc))).close();
    Path other = Files.createDirectory(directory.toRealPath().resolve("other"));
    write(other.resolve("file"), "x");

    try (Watched watched = Watched.start(data, settings(realtime(etc), realtime(other)))) {
      write(last, "x");

      assertThat(watched.until(last)).containsExactly("added " + last);
    }
  }

  @Test
  void path_removedFromTheSettings_isForgottenWithoutEvents() throws IOException {
    Path other = Files.createDirectory(directory.toRealPath().resolve("other"));
    Watched.start(data, settings(realtime(etc), realtime(other))).close();

    Watched.start(data, settings(realtime(other))).close();
    Files.delete(etc.resolve("gone"));

    try (Watched watched = Watched.start(data, settings(realtime(etc), realtime(other)))) {
      write(last, "x");

      assertThat(watched.until(last)).containsExactly("added " + last);
    }
  }

  @Test
  void baseline_thatLostItsEnd_reportsItsFilesAsNew() throws IOException {
    Watched.start(data, settings(scheduled(etc))).close();
    Path baseline = data.resolve("integrity/baseline");
    byte[] bytes = Files.readAllBytes(baseline);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text.lines().filter(line -> line.contains("hosts"))).hasSize(1);
    Files.writeString(
        baseline,
        text.lines().filter(line -> !line.contains("hosts")).reduce("", (a, b) -> a + b + "\n")
            + "12ab + 3",
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.TRUNCATE_EXISTING);

    try (Watched watched = Watched.begin(data, settings(scheduled(etc)))) {
      assertThat(shortly(watched.next())).isEqualTo("added " + etc.resolve("hosts"));
    }
  }

  @Test
  void files_beyondTheLimit_areSaidToBeUnwatched() {
    IntegritySettings.Limits two = new IntegritySettings.Limits(2, 1 << 20, 0, 1, 1);
    try (Watched watched = Watched.start(data, settings(two, realtime(etc)))) {
      write(etc.resolve("third"), "x");
      write(etc.resolve("hosts"), "b\n");

      assertThat(shortly(watched.next())).isEqualTo("modified " + etc.resolve("hosts"));
    }
    try (Watched watched = Watched.begin(data, settings(two, realtime(etc)))) {
      watched.awaitReport("degraded 1 files are not watched, for there are more than file_limit");
    }
  }

  @Test
  void content_ofLargeFile_isNotReadAndThatIsSaid() {
    IntegritySettings.Limits small = new IntegritySettings.Limits(100, 1, 0, 1, 1);
    try (Watched watched = Watched.begin(data, settings(small, realtime(etc)))) {
      watched.awaitReport("degraded 2 files whose content is not read");
      write(etc.resolve("hosts"), "longer\n");

      Event event = watched.next();

      assertThat(field(event, "changed_fields")).contains("size").doesNotContain("md5");
    }
  }
}
