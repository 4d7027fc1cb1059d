package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.persistence.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads where the journal is, from good and bad files. */
class JournalKeysTest {
  @TempDir private Path directory;
  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store = oracle|journal.store is \"oracle\"; allowed: one of postgresql, sqlite",
        "postgresql.port = 0|journal.postgresql.port is 0; allowed: a whole number from 1 to 65535",
        "postgresql.host = \"a/b\"|journal.postgresql.host is \"a/b\"; allowed: a host name or an"
            + " address",
        "postgresql.user = \"\"|journal.postgresql.user is \"\"; allowed: the name of a user",
        "postgresql.password-file = /none|password-file is \"/none\"; allowed: a file that can be read",
        "postgresql.tls = maybe|journal.postgresql.tls is \"maybe\"; allowed: one of off, verify",
        "postgresql { tls = off, host = db.example }|tls is \"off\"; allowed: verify; off only if",
        "postgresql.password = x|unknown key threatlockdown.journal.postgresql.password",
      })
  void read_wrongValue_isFatalAndSaysWhatIsAllowed(String keys, String said) throws IOException {
    String text = keys.startsWith("store") ? keys : "store = postgresql, " + keys;
    JournalPlace unused = read("threatlockdown.journal { " + text + " }");

    assertThat(problems).extracting(Problem::text).anyMatch(problem -> problem.contains(said));
  }

  @Test
  void read_everyKey_isMapped() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    JournalPlace place =
        read(
            """
            threatlockdown.journal {
              store = postgresql
              postgresql {
                host = db.example
                port = 5433
                database = blocks
                user = tld
                password-file = "%s"
                tls-issuers = "%s"
              }
            }
            """
                .formatted(file, file));

    assertThat(problems).isEmpty();
    assertThat(place.server())
        .contains(
            new PostgresServer(
                "db.example",
                5433,
                "blocks",
                "tld",
                Optional.of(file),
                new PostgresServer.Tls.Verified(Optional.of(file))));
  }

  @Test
  void read_serverOnTheLoopback_needsNoTls() throws IOException {
    JournalPlace place =
        read("threatlockdown.journal { store = postgresql, postgresql.tls = off }");

    assertThat(problems).isEmpty();
    assertThat(place.server().orElseThrow().tls().toString()).isEqualTo("INSTANCE");
    assertThat(place.server().orElseThrow().port()).isEqualTo(5432);
  }

  private JournalPlace read(String text) throws IOException {
    Path conf = Files.writeString(directory.resolve("tld.conf"), text);
    return JournalPlace.read(Flags.journal(Optional.of(conf), Optional.empty()), problems::add);
  }
}
