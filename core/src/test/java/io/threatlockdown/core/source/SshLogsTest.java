package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Decides over hosts that are made up. */
class SshLogsTest {
  private static final Instant NOW = FilesFixture.NOON;
  private static final Instant LATELY = NOW.minus(Duration.ofHours(1));
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(300));
  private static final Path AUTH_LOG = Path.of("/var/log/auth.log");
  private static final Path SECURE = Path.of("/var/log/secure");

  private static SshLogs.Place find(Map<Path, Instant> files, boolean hasJournal) {
    return SshLogs.find(file -> Optional.ofNullable(files.get(file)), hasJournal, NOW);
  }

  @Test
  void find_fileInUse_isChosenBeforeTheJournal() {
    assertThat(find(Map.of(SECURE, LATELY), true)).isEqualTo(new SshLogs.InFile(SECURE));
    assertThat(find(Map.of(SECURE, LATELY, AUTH_LOG, LATELY), true))
        .isEqualTo(new SshLogs.InFile(AUTH_LOG));
    assertThat(find(Map.of(SECURE, LATELY, AUTH_LOG, LONG_AGO), true))
        .isEqualTo(new SshLogs.InFile(SECURE));
  }

  @Test
  void find_staleFile_yieldsToTheJournal() {
    assertThat(find(Map.of(AUTH_LOG, LONG_AGO), true))
        .isEqualTo(new SshLogs.InJournal(SshLogs.SSHD));
    assertThat(find(Map.of(AUTH_LOG, LONG_AGO), false)).isEqualTo(new SshLogs.InFile(AUTH_LOG));
  }

  @Test
  void find_nothing_isNowhere() {
    assertThat(find(Map.of(), false)).isEqualTo(new SshLogs.Nowhere());
  }
}
