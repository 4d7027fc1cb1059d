package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.offender.GoodLogins;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps who logged in from where in a file of the data directory, one line a user and source. It is
 * written when something changed, every ten seconds at the most and at the stop; what a crash
 * swallows makes an estimate a little too low.
 */
final class KnownLogins implements AutoCloseable {
  /** The file's name. */
  static final String FILE = "good-logins";

  private static final Logger LOG = LoggerFactory.getLogger(KnownLogins.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int LINE_CHARS_MAX = 100;

  private final Path file;
  private final GoodLogins logins;
  private long written;
  private boolean failing;

  private KnownLogins(Path file, GoodLogins logins) {
    this.file = file;
    this.logins = logins;
  }

  /**
   * Reads what is known. Never fails: a file that cannot be read is said to be, and counts as
   * empty.
   *
   * @param window how long a login counts
   */
  static KnownLogins open(Path dataDir, Duration window) {
    Path file = dataDir.resolve(FILE);
    GoodLogins logins = new GoodLogins(window);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int count = 0;
      Optional<String> line = line(lines);
      while (line.isPresent() && count < GoodLogins.ENTRIES_MAX) {
        GoodLogins.Entry.parse(line.get()).ifPresent(logins::note);
        count++;
        line = line(lines);
      }
    } catch (NoSuchFileException first) {
      LOG.debug("{} is not there yet", file);
    } catch (IOException unreadable) {
      LOG.warn(
          "{} cannot be read, so nobody is known to have logged in: {}",
          file,
          unreadable.toString());
    }
    KnownLogins known = new KnownLogins(file, logins);
    known.written = logins.changes();
    return known;
  }

  /** Returns the next line; empty at the end, or where a line is too long to be one of ours. */
  private static Optional<String> line(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = lines.read();
    while (c >= 0 && c != '\n' && line.length() <= LINE_CHARS_MAX) {
      line.append((char) c);
      c = lines.read();
    }
    boolean none = line.length() > LINE_CHARS_MAX || (c < 0 && line.isEmpty());
    return none ? Optional.empty() : Optional.of(line.toString());
  }

  /** Returns who logged in, to be noted in too. */
  GoodLogins logins() {
    return logins;
  }

  /** Writes what changed from time to time until it is cancelled. */
  Cancellable start(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, this::write, system.executionContext());
  }

  /** Writes what changed. */
  synchronized void write() {
    long changes = logins.changes();
    if (changes == written) {
      return;
    }
    Path draft = file.resolveSibling(FILE + ".new");
    try {
      Files.deleteIfExists(draft);
      Path own = Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.write(own, logins.entries().stream().map(GoodLogins.Entry::toString).toList());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      written = changes;
      failing = false;
    } catch (IOException failure) {
      if (!failing) {
        LOG.warn(
            "{} cannot be written; a restart would forget who logged in: {}",
            file,
            failure.toString());
      }
      failing = true;
    }
  }

  /** Writes what changed since. */
  @Override
  public void close() {
    write();
  }
}
