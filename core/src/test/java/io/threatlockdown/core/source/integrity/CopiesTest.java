package io.threatlockdown.core.source.integrity;

import static io.threatlockdown.core.source.integrity.Watched.field;
import static io.threatlockdown.core.source.integrity.Watched.settings;
import static io.threatlockdown.core.source.integrity.Watched.shortly;
import static io.threatlockdown.core.source.integrity.Watched.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes files of which copies are kept, reads what is told of their texts, puts them back. */
class CopiesTest {
  @TempDir private Path directory;
  private Path etc = Path.of("/nonexistent");
  private Path data = etc;
  private Path hosts = etc;

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    etc = Files.createDirectory(directory.toRealPath().resolve("etc"));
    hosts = etc.resolve("hosts");
    write(hosts, "127.0.0.1 localhost\n::1 localhost\n");
  }

  private IntegritySettings telling() {
    return settings(Watched.path(etc.toString(), true, true, false, 256));
  }

  private IntegritySettings protecting() {
    return settings(Watched.path(etc.toString(), true, false, true, 256));
  }

  @Test
  void change_ofText_tellsWhatChangedInIt() {
    try (Watched watched = Watched.start(data, telling())) {
      write(hosts, "127.0.0.1 localhost\n192.0.2.66 bank.example\n");
      assertThat(field(watched.next(), "changed_content"))
          .isEqualTo("2c2\n< ::1 localhost\n---\n> 192.0.2.66 bank.example\n");
    }

    try (Watched watched = Watched.start(data, telling())) {
      write(hosts, "127.0.0.1 localhost\n");

      assertThat(field(watched.next(), "changed_content"))
          .isEqualTo("2d1\n< 192.0.2.66 bank.example\n");
    }
  }

  @Test
  void change_notAnsweredFor_tellsTheSameAgain() {
    for (int i = 0; i < 2; i++) {
      try (Watched watched = Watched.begin(data, telling())) {
        if (i == 0) {
          watched.awaitReport("up");
          write(hosts, "127.0.0.1 localhost\n");
        }
        watched.stopCommits();

        assertThat(field(watched.next(), "changed_content")).isEqualTo("2d1\n< ::1 localhost\n");
      }
    }
  }

  @Test
  void change_ofHiddenOrBinaryFile_tellsNothingOfIt() {
    write(etc.resolve("secret"), "password\n");
    write(etc.resolve("binary"), "a\0b\n");
    try (Watched watched = Watched.start(data, telling())) {
      write(etc.resolve("secret"), "other password\n");
      Event hidden = watched.next();
      write(etc.resolve("binary"), "a\0c\n");
      Event binary = watched.next();

      assertThat(field(hidden, "changed_content"))
          .isEqualTo("<Diff truncated because nodiff option>");
      assertThat(Watched.fields(binary)).doesNotContainKey("changed_content");
    }
  }

  @Test
  void change_ofMuchText_isCutToALine() {
    try (Watched watched = Watched.start(data, telling())) {
      write(hosts, "\u0001\n".repeat(200_000));

      Event event = watched.next();

      assertThat(event.line().text().length()).isLessThanOrEqualTo(LogLine.BYTES_MAX);
      assertThat(field(event, "changed_content")).endsWith(ChangeLine.DIFF_CUT);
    }
  }

  @Test
  void copies_areForTheirOwnerOnly() throws IOException {
    Watched.start(data, telling()).close();

    try (Stream<Path> copies = Files.list(data.resolve("integrity/texts"))) {
      List<Path> all = copies.toList();
      assertThat(all).hasSize(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.get(0))))
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("integrity"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("integrity/baseline"))))
        .isEqualTo("rw-------");
  }

  @Test
  void copies_beyondTheirRoom_areSaidToBeMissing() {
    IntegritySettings.Limits none = new IntegritySettings.Limits(100, 1 << 20, 0, 5, 5);
    try (Watched watched =
        Watched.begin(data, settings(none, Watched.path(etc.toString(), true, true, true, 256)))) {
      watched.awaitReport("degraded 2 files have no copy");
      assertThat(watched.copies().has(hosts)).isFalse();
    }
  }

  @Test
  void restore_ofChangedFile_putsBackContentOwnerAndMode() throws IOException {
    Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r-x--x"));
    try (Watched watched = Watched.start(data, protecting())) {
      write(hosts, "192.0.2.66 bank.example\n");
      Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(shortly(watched.next())).isEqualTo("modified " + hosts);

      assertThat(watched.copies().restore(hosts)).isEqualTo(ProtectedCopies.Outcome.RESTORED);

      assertThat(Files.readString(hosts)).isEqualTo("127.0.0.1 localhost\n::1 localhost\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hosts)))
          .isEqualTo("rw-r-x--x");
      assertThat(watched.copies().restore(hosts)).isEqualTo(ProtectedCopies.Outcome.UNCHANGED);
    }
    assertThat(etc).isDirectoryNotContaining("glob:**.tld-restore-*");
  }

  @Test
  void restore_ofDeletedFile_putsItBack_alsoAfterARestart() throws IOException {
    Watched.start(data, protecting()).close();
    Files.delete(hosts);

    try (Watched watched = Watched.begin(data, protecting())) {
      assertThat(shortly(watched.next())).isEqualTo("deleted " + hosts);
      assertThat(watched.copies().restore(hosts)).isEqualTo(ProtectedCopies.Outcome.RESTORED);
      assertThat(hosts).exists();
    }
  }

  @Test
  void copy_isNeverTakenOfWhatCameLater() throws IOException {
    Path later = etc.resolve("later");
    try (Watched watched = Watched.start(data, protecting())) {
      write(later, "x");
      assertThat(shortly(watched.next())).isEqualTo("added " + later);
      write(hosts, "changed\n");
      assertThat(shortly(watched.next())).isEqualTo("modified " + hosts);
    }

    try (Watched watched = Watched.start(data, protecting())) {
      assertThat(watched.copies().has(later)).isFalse();
      assertThatThrownBy(() -> watched.copies().restore(later)).isInstanceOf(IOException.class);
      assertThat(watched.copies().restore(hosts)).isEqualTo(ProtectedCopies.Outcome.RESTORED);
    }
  }

  @Test
  void accept_ofChangedFile_isWhatItGoesBackToFromThenOn() throws IOException {
    try (Watched watched = Watched.start(data, protecting())) {
      write(hosts, "wanted\n");
      watched.copies().accept(hosts);
      write(hosts, "unwanted\n");

      assertThat(watched.copies().restore(hosts)).isEqualTo(ProtectedCopies.Outcome.RESTORED);

      assertThat(Files.readString(hosts)).isEqualTo("wanted\n");
    }
  }

  @Test
  void restore_fromDamagedCopy_isRefusedAndChangesNothing() throws IOException {
    Watched.start(data, protecting()).close();
    try (Stream<Path> copies = Files.list(data.resolve("integrity/protected"))) {
      Path copy = copies.findFirst().orElseThrow();
      String text = Files.readString(copy, StandardCharsets.ISO_8859_1);
      Files.writeString(copy, text.replace("::1", "::2"), StandardCharsets.ISO_8859_1);
    }
    write(hosts, "changed\n");

    try (Watched watched = Watched.begin(data, protecting())) {
      assertThatThrownBy(() -> watched.copies().restore(hosts)).hasMessageContaining("damaged");
    }
    assertThat(Files.readString(hosts)).isEqualTo("changed\n");
    assertThat(etc).isDirectoryNotContaining("glob:**.tld-restore-*");
  }

  @Test
  void restore_whereADirectoryHasTheName_isRefused() throws IOException {
    try (Watched watched = Watched.start(data, protecting())) {
      Files.delete(hosts);
      Files.createDirectories(hosts.resolve("inside"));

      assertThatThrownBy(() -> watched.copies().restore(hosts)).isInstanceOf(IOException.class);
      assertThat(hosts.resolve("inside")).exists();
    }
  }
}
