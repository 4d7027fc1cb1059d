package io.threatlockdown.ops.config;

import io.threatlockdown.persistence.PostgresServer;
import io.threatlockdown.persistence.PostgresServer.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads the keys of {@code journal { }}: where the block journal is kept. */
final class JournalKeys {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private enum Store {
    SQLITE,
    POSTGRESQL
  }

  private enum Protection {
    VERIFY,
    OFF
  }

  private final KeyReader keys;

  JournalKeys(KeyReader keys) {
    this.keys = keys;
  }

  /** Returns the server that keeps the journal; empty if a file in the data directory does. */
  Optional<PostgresServer> server() {
    if (keys.word("journal.store", Store.class) == Store.SQLITE) {
      return Optional.empty();
    }
    return Optional.of(
        new PostgresServer(
            text("host", "[A-Za-z0-9._:-]+", "a host name or an address"),
            keys.number("journal.postgresql.port", 1, 65_535),
            text("database", ".{1,63}", "the name of a database, 1 to 63 characters"),
            text("user", ".{1,63}", "the name of a user, 1 to 63 characters"),
            file("password-file"),
            tls()));
  }

  private Tls tls() {
    boolean off = keys.word("journal.postgresql.tls", Protection.class) == Protection.OFF;
    if (off && !LOOPBACK.contains(keys.text("journal.postgresql.host"))) {
      keys.wrong("journal.postgresql.tls", "verify; off only if host is localhost, 127.0.0.1, ::1");
    }
    Optional<Path> issuers = file("tls-issuers");
    return off ? Tls.Off.INSTANCE : new Tls.Verified(issuers);
  }

  private Optional<Path> file(String name) {
    String key = "journal.postgresql." + name;
    Optional<Path> file = Optional.of(keys.text(key)).filter(text -> !text.isEmpty()).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      keys.wrong(key, "a file that can be read, or empty");
    }
    return file.map(Path::toAbsolutePath);
  }

  private String text(String name, String pattern, String allowed) {
    String key = "journal.postgresql." + name;
    String text = keys.text(key);
    if (!text.matches(pattern)) {
      keys.wrong(key, allowed);
    }
    return text;
  }
}
