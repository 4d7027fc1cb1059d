package io.threatlockdown.core.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds where this host's sshd logs, when no one says. A decision only: it touches nothing. */
public final class SshLogs {
  /** Where sshd logs. */
  public sealed interface Place permits InFile, InJournal, Nowhere {}

  /** In a file, as a syslog daemon writes it. */
  public record InFile(Path file) implements Place {}

  /** In the systemd journal. */
  public record InJournal(JournalFilter filter) implements Place {}

  /** There is neither. */
  public record Nowhere() implements Place {}

  /** Debian and its kin; Red Hat, SUSE and theirs; what is left. In this order. */
  public static final List<Path> FILES =
      List.of(
          Path.of("/var/log/auth.log"), Path.of("/var/log/secure"), Path.of("/var/log/messages"));

  /** The names sshd logs under; {@code sshd-session} since OpenSSH 9.8. */
  public static final JournalFilter SSHD =
      JournalFilter.programs(Set.of("sshd", "sshd-session", "sshd-auth"));

  /**
   * A file not written to for longer is a relic of a syslog daemon that was removed: cron alone
   * writes to these files every hour or day.
   */
  public static final Duration STALE = Duration.ofDays(7);

  private SshLogs() {}

  /**
   * Returns the first file that is in use; else the journal; else the first file there is.
   *
   * @param lastWritten when a file was written to; empty if it is not there or not readable
   * @param hasJournal whether the journal can be read
   */
  public static Place find(
      Function<Path, Optional<Instant>> lastWritten, boolean hasJournal, Instant now) {
    Optional<Path> inUse =
        FILES.stream()
            .filter(file -> lastWritten.apply(file).filter(at -> isFresh(at, now)).isPresent())
            .findFirst();
    if (inUse.isPresent()) {
      return new InFile(inUse.get());
    }
    if (hasJournal) {
      return new InJournal(SSHD);
    }
    return FILES.stream()
        .filter(file -> lastWritten.apply(file).isPresent())
        .findFirst()
        .<Place>map(InFile::new)
        .orElseGet(Nowhere::new);
  }

  private static boolean isFresh(Instant at, Instant now) {
    return !at.isBefore(now.minus(STALE));
  }
}
