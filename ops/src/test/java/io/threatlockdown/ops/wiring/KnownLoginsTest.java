package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps logins from one start to the next. */
class KnownLoginsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final SourceAddress SOURCE = SourceAddress.parse("192.0.2.7").orElseThrow();

  @TempDir private Path data;

  @Test
  void open_afterAClose_knowsThemAgain() throws IOException {
    try (KnownLogins first = KnownLogins.open(data, WEEK)) {
      first.logins().note(SOURCE, "alice", NOON);
      first.logins().note(SOURCE, "bob", NOON);
    }

    assertThat(known()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file())).doesNotContain("alice");
  }

  @Test
  void write_unchanged_leavesTheFileAlone() throws IOException {
    KnownLogins known = KnownLogins.open(data, WEEK);

    known.write();

    assertThat(file()).doesNotExist();
  }

  @Test
  void open_ofAFileWithRubbish_takesWhatIsUnderstood() throws IOException {
    try (KnownLogins first = KnownLogins.open(data, WEEK)) {
      first.logins().note(SOURCE, "alice", NOON);
    }
    Files.writeString(file(), "rubbish\n" + Files.readString(file()) + "x".repeat(1_000_000));

    assertThat(known()).isEqualTo(1);
  }

  @Test
  void open_ofWhatIsNoFile_knowsNobody() throws IOException {
    Files.createDirectory(file());

    assertThat(known()).isZero();
  }

  @Test
  void write_thatFails_isTriedAgain() throws IOException {
    Path draft = Files.createDirectories(file().resolveSibling(KnownLogins.FILE + ".new/x"));
    KnownLogins known = KnownLogins.open(data, WEEK);
    known.logins().note(SOURCE, "alice", NOON);
    known.write();
    assertThat(file()).doesNotExist();

    Files.delete(draft);
    known.write();

    assertThat(known()).isEqualTo(1);
  }

  private Path file() {
    return data.resolve(KnownLogins.FILE);
  }

  private int known() {
    return KnownLogins.open(data, WEEK).logins().from(AddressPrefix.of(SOURCE), NOON);
  }
}
