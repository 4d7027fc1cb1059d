package io.threatlockdown.ops.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.source.integrity.PathHolder;
import io.threatlockdown.core.source.integrity.ProtectedCopies;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds real files, and exchanges them while they are held. */
class OpenPathsTest {
  private final PathHolder holder = OpenPaths.open();
  @TempDir private Path directory;
  private Path home = Path.of("/nonexistent");

  @BeforeEach
  void make() throws IOException {
    home = Files.createDirectory(directory.toRealPath().resolve("home"));
    Files.writeString(home.resolve("file"), "mine");
  }

  @Test
  void open_onThisSystem_holds() {
    assertThat(holder).isInstanceOf(OpenPaths.class);
  }

  @Test
  void held_file_staysTheSameWhateverItsNameComesToMean() throws IOException {
    try (PathHolder.Held held = holder.hold(home.resolve("file"))) {
      Files.delete(home.resolve("file"));
      Files.createSymbolicLink(home.resolve("file"), Path.of("/etc/passwd"));

      assertThat(Files.readString(held.path())).isEqualTo("mine");
    }
  }

  @Test
  void held_link_isTheLinkItself() throws IOException {
    Files.createSymbolicLink(home.resolve("link"), Path.of("/etc/passwd"));

    try (PathHolder.Held held = holder.hold(home.resolve("link"))) {
      int mode = (Integer) Files.getAttribute(held.path(), "unix:mode", held.options());
      assertThat(mode & 0170000).isEqualTo(0120000);
    }
  }

  @Test
  void held_pipe_isNotWaitedFor() throws Exception {
    Path pipe = home.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (PathHolder.Held held = holder.hold(pipe)) {
      assertThat(Files.isRegularFile(held.path(), held.options())).isFalse();
    }
  }

  @Test
  void hold_overALink_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), home);

    assertThatThrownBy(() -> holder.hold(link.resolve("file")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> holder.hold(home.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> holder.hold(home.resolve("file/below")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void hold_ofNameWithAnyBytes_finds() throws IOException {
    Path odd = Path.of(URI.create(home.toUri() + "a%FF%0A+%25%20b"));
    Files.writeString(odd, "odd");

    try (PathHolder.Held held = holder.hold(odd)) {
      assertThat(Files.readString(held.path())).isEqualTo("odd");
    }
  }

  @Test
  void restore_whereTheDirectoryBecameALink_touchesNothingBehindIt() throws IOException {
    ProtectedCopies copies =
        ProtectedCopies.open(directory.resolve("copies"), holder, Long.MAX_VALUE);
    copies.accept(home.resolve("file"));
    Path victim = Files.createDirectory(directory.toRealPath().resolve("victim"));
    Files.writeString(victim.resolve("file"), "theirs");
    Files.move(home, directory.resolve("moved"));
    Files.createSymbolicLink(home, victim);

    assertThatThrownBy(() -> copies.restore(home.resolve("file"))).isInstanceOf(IOException.class);

    assertThat(Files.readString(victim.resolve("file"))).isEqualTo("theirs");
    assertThat(victim).isDirectoryNotContaining("glob:**.tld-restore-*");
  }

  @Test
  void restore_ofLinkInPlaceOfTheFile_replacesTheLinkAlone() throws IOException {
    ProtectedCopies copies =
        ProtectedCopies.open(directory.resolve("copies"), holder, Long.MAX_VALUE);
    copies.accept(home.resolve("file"));
    Path victim = Files.writeString(directory.resolve("victim"), "theirs");
    Files.delete(home.resolve("file"));
    Files.createSymbolicLink(home.resolve("file"), victim);

    assertThat(copies.restore(home.resolve("file"))).isEqualTo(ProtectedCopies.Outcome.RESTORED);

    assertThat(Files.isSymbolicLink(home.resolve("file"))).isFalse();
    assertThat(Files.readString(home.resolve("file"))).isEqualTo("mine");
    assertThat(Files.readString(victim)).isEqualTo("theirs");
  }
}
