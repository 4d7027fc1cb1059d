package io.threatlockdown.core.source.integrity;

import static io.threatlockdown.core.source.integrity.Watched.field;
import static io.threatlockdown.core.source.integrity.Watched.realtime;
import static io.threatlockdown.core.source.integrity.Watched.settings;
import static io.threatlockdown.core.source.integrity.Watched.shortly;
import static io.threatlockdown.core.source.integrity.Watched.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes real files under a running reader, and reads what it reports with the decoder. */
class RealtimeTest {
  @TempDir private Path directory;
  private Path etc = Path.of("/nonexistent");
  private Path hosts = etc;
  private Path data = etc;

  @BeforeEach
  void make() throws IOException {
    etc = Files.createDirectory(directory.toRealPath().resolve("etc"));
    hosts = etc.resolve("hosts");
    data = Files.createDirectory(directory.resolve("data"));
    write(hosts, "127.0.0.1 localhost\n");
  }

  @Test
  void change_ofContent_isReportedWithBothStates() {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(hosts, "192.0.2.66 bank.example\n");

      Event event = watched.next();

      assertThat(event.decoderName()).contains("syscheck_integrity_changed");
      assertThat(event.line().kind()).isEqualTo(LineKind.SYSCHECK);
      assertThat(event.line().location()).isEqualTo("syscheck");
      assertThat(shortly(event)).isEqualTo("modified " + hosts);
      assertThat(field(event, "mode")).isEqualTo("realtime");
      assertThat(field(event, "size_before")).isEqualTo("20");
      assertThat(field(event, "size")).isEqualTo("24");
      assertThat(field(event, "sha256_before"))
          .isEqualTo("081ef9d5367595d16e30b4b4549d9f43537320508b4ce0788963e10e4f808857");
      assertThat(field(event, "changed_fields")).contains("size").contains("md5,sha1,sha256");
    }
  }

  @Test
  void change_ofMode_isReportedAsNothingElse() throws IOException {
    Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r--r--"));
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r--rw-"));

      Event event = watched.next();

      assertThat(field(event, "changed_fields")).isEqualTo("permission");
      assertThat(field(event, "perm_before")).isEqualTo("rw-r--r--");
      assertThat(field(event, "perm")).isEqualTo("rw-r--rw-");
    }
  }

  @Test
  void file_addedAndDeleted_isReported() throws IOException {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      write(etc.resolve("new"), "x");
      Event added = watched.next();
      Files.delete(hosts);
      Event deleted = watched.next();

      assertThat(added.decoderName()).contains("syscheck_new_entry");
      assertThat(shortly(added)).isEqualTo("added " + etc.resolve("new"));
      assertThat(deleted.decoderName()).contains("syscheck_deleted");
      assertThat(shortly(deleted)).isEqualTo("deleted " + hosts);
    }
  }

  @Test
  void file_replacedByRename_isOneChange() throws IOException {
    write(directory.resolve("made-elsewhere"), "192.0.2.66 bank.example\n");
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Files.move(directory.resolve("made-elsewhere"), hosts, StandardCopyOption.ATOMIC_MOVE);

      Event event = watched.next();

      assertThat(shortly(event)).isEqualTo("modified " + hosts);
      assertThat(field(event, "changed_fields")).contains("inode");
    }
  }

  @Test
  void directory_made_isWatchedAtOnceAndToAnyDepth() throws IOException {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Path deep = Files.createDirectories(etc.resolve("a/b/c"));
      write(deep.resolve("first"), "x");
      assertThat(watched.until(deep.resolve("first"))).hasSize(1);

      write(deep.resolve("second"), "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + deep.resolve("second"));
    }
  }

  @Test
  void directory_movedAwayAndBack_isItsFilesDeletedAndAdded() throws IOException {
    Path sub = Files.createDirectory(etc.resolve("sub"));
    write(sub.resolve("file"), "x");
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Files.move(sub, directory.resolve("away"));
      assertThat(shortly(watched.next())).isEqualTo("deleted " + sub.resolve("file"));

      Files.move(directory.resolve("away"), sub);
      assertThat(shortly(watched.next())).isEqualTo("added " + sub.resolve("file"));
      write(sub.resolve("later"), "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + sub.resolve("later"));
    }
  }

  @Test
  void directory_inPlaceOfFile_isTheFileDeletedAndWhatIsInItAdded() throws IOException {
    try (Watched watched = Watched.start(data, settings(realtime(etc)))) {
      Files.delete(hosts);
      Files.createDirectory(hosts);
      write(hosts.resolve("inside"), "x");

      assertThat(watched.until(hosts.resolve("inside")))
          .containsExactly("deleted " + hosts, "added " + hosts.resolve("inside"));
    }
  }

  @Test
  void path_thatIsOneFile_isWatchedThroughReplacement() throws IOException {
    write(etc.resolve("other"), "x");
    try (Watched watched = Watched.start(data, settings(realtime(hosts)))) {
      write(etc.resolve("other"), "y");
      Files.delete(hosts);
      assertThat(shortly(watched.next())).isEqualTo("deleted " + hosts);

      write(hosts, "back\n");

      assertThat(shortly(watched.next())).isEqualTo("added " + hosts);
    }
  }

  @Test
  void path_thatComesLater_isWatchedWhenItsDirectoryIsThere() throws IOException {
    Path later = etc.resolve("later");
    try (Watched watched = Watched.start(data, settings(realtime(later)))) {
      Files.createDirectory(later);
      write(later.resolve("file"), "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + later.resolve("file"));
    }
  }

  @Test
  void settings_ofTheInnerPath_winOverTheOuter() throws IOException {
    Path inner = Files.createDirectory(etc.resolve("inner"));
    WatchedPath tagged =
        new WatchedPath(
            inner.toString(),
            java.util.Set.of(Check.SIZE),
            true,
            false,
            false,
            256,
            Optional.of(path -> path.endsWith(".conf")),
            false,
            0,
            List.of("web", "prod"));
    try (Watched watched = Watched.start(data, settings(realtime(etc), tagged))) {
      write(inner.resolve("no"), "x");
      write(inner.resolve("ignored.conf"), "x");
      write(inner.resolve("yes.conf"), "x");

      Event event = watched.next();

      assertThat(shortly(event)).isEqualTo("added " + inner.resolve("yes.conf"));
      assertThat(field(event, "tag")).isEqualTo("web,prod");
      assertThat(field(event, "size")).isEqualTo("1");
      assertThat(Watched.fields(event)).doesNotContainKeys("sha256", "perm", "inode");
    }
  }

  @Test
  void recursion_endsAtItsLevel() throws IOException {
    Path one = Files.createDirectories(etc.resolve("1"));
    Path two = Files.createDirectories(one.resolve("2"));
    try (Watched watched =
        Watched.start(data, settings(Watched.path(etc.toString(), true, false, false, 1)))) {
      write(two.resolve("too-deep"), "x");
      write(one.resolve("file"), "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + one.resolve("file"));
    }
  }

  @Test
  void pattern_isLookedUpOnce() throws IOException {
    Path ssh = Files.createDirectories(directory.toRealPath().resolve("home/joe/.ssh"));
    String pattern = directory.toRealPath() + "/home/*/.ssh";
    try (Watched watched =
        Watched.start(data, settings(Watched.path(pattern, true, false, false, 256)))) {
      write(ssh.resolve("authorized_keys"), "x");

      assertThat(shortly(watched.next())).isEqualTo("added " + ssh.resolve("authorized_keys"));
    }
  }

  @Test
  void ownDirectory_isNeverWatched() throws IOException {
    Path own = Files.createDirectory(etc.resolve("data"));
    try (Watched watched = Watched.start(own, settings(realtime(etc)))) {
      write(own.resolve("alerts.json"), "x");
      write(hosts, "x");

      assertThat(shortly(watched.next())).isEqualTo("modified " + hosts);
    }
  }
}
