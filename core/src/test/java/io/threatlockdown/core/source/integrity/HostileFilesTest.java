package io.threatlockdown.core.source.integrity;

import static io.threatlockdown.core.source.integrity.Watched.field;
import static io.threatlockdown.core.source.integrity.Watched.realtime;
import static io.threatlockdown.core.source.integrity.Watched.settings;
import static io.threatlockdown.core.source.integrity.Watched.shortly;
import static io.threatlockdown.core.source.integrity.Watched.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does to a watched directory what somebody would who wants not to be seen. */
class HostileFilesTest {
  @TempDir private Path directory;
  private Path etc = Path.of("/nonexistent");
  private Path data = etc;
  private Path last = etc;

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    etc = Files.createDirectory(directory.toRealPath().resolve("etc"));
    last = etc.resolve("zz-last");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "quote\"back\\slash",
        "\u00ff\u00fe no text",
        "\u00c3\u00a9",
        "\u0001\u001b[2Jcontrol",
        " blank ",
        "%41+%",
        "file (deleted)",
        "$(reboot);`x`",
        "..."
      })
  void name_ofAnyBytes_isReportedAndKnownAfterARestart(String name) {
    Path file = PathBytes.path(PathBytes.in(PathBytes.of(etc), name));
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(file, "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + PathBytes.of(etc) + "/" + name);
    }
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(last, "x");

      assertThat(watched.until(last)).containsExactly("added " + last);
    }
  }

  @Test
  void name_asLongAsCanBe_fitsALine() throws IOException {
    Path deep = etc;
    for (int i = 0; i < 15; i++) {
      deep = deep.resolve("\u0001".repeat(250));
    }
    Files.createDirectories(deep);
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(deep.resolve("f"), "x");

      Event event = watched.next();

      assertThat(field(event, "file")).isEqualTo(PathBytes.of(deep) + "/f");
      assertThat(event.line().text().length()).isLessThan(LogLine.BYTES_MAX);
    }
  }

  @Test
  void link_isWatchedItself_andNeverFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.toRealPath().resolve("outside"));
    write(outside.resolve("file"), "x");
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Files.createSymbolicLink(etc.resolve("loop"), etc);
      Files.createSymbolicLink(etc.resolve("out"), outside);
      assertThat(watched.until(etc.resolve("out")))
          .containsExactly("added " + etc.resolve("loop"), "added " + etc.resolve("out"));
      write(outside.resolve("file"), "y");
      Files.delete(etc.resolve("loop"));

      assertThat(watched.until(etc.resolve("loop")))
          .containsExactly("deleted " + etc.resolve("loop"));
    }
  }

  @Test
  void link_thatIsTheWatchedPath_isFollowedIfThatIsAsked() throws IOException {
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), etc);
    WatchedPath plain = Watched.path(link.toString(), true, false, false, 256);
    WatchedPath followed =
        new WatchedPath(
            plain.pattern(),
            plain.checks(),
            true,
            false,
            false,
            256,
            plain.restrict(),
            true,
            0,
            plain.tags());
    try (Watched watched = Watched.start(data, settings(followed))) {
      write(etc.resolve("file"), "x");

      Event event = watched.next();

      assertThat(shortly(event)).isEqualTo("added " + etc.resolve("file"));
      assertThat(field(event, "symbolic_path")).isEqualTo(link.toString());
    }
  }

  @Test
  void pipe_isReportedAndNeverOpened() throws Exception {
    Path pipe = etc.resolve("pipe");
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
      assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();

      Event event = watched.next();
      write(last, "x");

      assertThat(shortly(event)).isEqualTo("added " + pipe);
      assertThat(Watched.fields(event)).doesNotContainKey("sha256");
      assertThat(shortly(watched.next())).isEqualTo("added " + last);
    }
  }

  @Test
  void file_thatNeverStopsGrowing_holdsNothingUp() throws Exception {
    Path growing = etc.resolve("growing");
    write(growing, "x");
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              byte[] chunk = new byte[64 * 1024];
              try (var out = Files.newOutputStream(growing, StandardOpenOption.APPEND)) {
                for (int i = 0; i < 10_000 && !stop.get(); i++) {
                  out.write(chunk);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      writer.start();
      assertThat(shortly(watched.next())).isEqualTo("modified " + growing);
      write(last, "x");

      assertThat(watched.until(last)).contains("added " + last);
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  @Test
  void file_thatMayNotBeRead_isWatchedWithoutItsContent() throws IOException, InterruptedException {
    Path locked = etc.resolve("locked");
    write(locked, "x");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(locked)) { // Root reads everything, unless it gives up the right to.
      assertThat(UnreadableFile.watchWithoutRights(data, etc)).isEqualTo("permission");
    } else {
      assertThat(UnreadableFile.watch(data, etc)).isEqualTo("permission");
    }
  }

  @Test
  void files_comingFasterThanTheyAreTold_areAllTold() throws IOException {
    IntegritySettings.Limits slow = new IntegritySettings.Limits(10_000, 1 << 20, 500, 1, 1);
    try (Watched watched = Watched.start(data, settings(slow, realtime(etc)))) {
      for (int i = 0; i < 1_500; i++) {
        write(etc.resolve("file" + i), "x");
      }
      Files.createDirectory(etc.resolve("sub"));
      write(last, "x");

      assertThat(watched.until(last)).hasSizeGreaterThan(1_400);
    }
  }

  @Test
  void floodInOneTree_leavesTheOtherItsTurn() throws IOException {
    Path quiet = Files.createDirectory(directory.toRealPath().resolve("quiet"));
    IntegritySettings.Limits slow = new IntegritySettings.Limits(10_000, 1 << 20, 100, 1, 1);
    try (Watched watched = Watched.start(data, settings(slow, realtime(etc), realtime(quiet)))) {
      for (int i = 0; i < 2_000; i++) {
        write(etc.resolve("file" + i), "x");
      }
      write(quiet.resolve("hosts"), "x");

      assertThat(watched.until(quiet.resolve("hosts"))).hasSizeLessThan(1_000);
    }
  }
}
