package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens journals in directories of its own, good ones and bad ones. */
class EmbeddedJournalTest {
  @TempDir private Path dir;

  @Test
  void open_missingDirectory_createsItForTheOwnerOnly() throws Exception {
    Path data = dir.resolve("a/data");

    EmbeddedJournal.open(data).close();

    assertThat(data.resolve("journal.db")).isRegularFile();
    assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
  }

  @Test
  void open_twice_keepsTheTables() throws Exception {
    EmbeddedJournal.open(dir).close();

    EmbeddedJournal.open(dir).close();

    try (Connection file = file();
        Statement statement = file.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM event_journal")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void open_whileOpen_isRefused() throws Exception {
    try (EmbeddedJournal first = EmbeddedJournal.open(dir)) {
      assertThat(first.config().getString("pekko.persistence.journal.plugin"))
          .isEqualTo("jdbc-journal");

      assertThatThrownBy(() -> EmbeddedJournal.open(dir))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void open_whileAnotherProcessHasIt_isRefused() throws Exception {
    Process other = DirectoryHolder.start(dir);
    try {
      assertThatThrownBy(() -> EmbeddedJournal.open(dir))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("in use by another process");
    } finally {
      other.destroy();
    }
  }

  @Test
  void open_newerSchema_isRefused() throws Exception {
    EmbeddedJournal.open(dir).close();
    execute("PRAGMA user_version = 4");

    assertThatThrownBy(() -> EmbeddedJournal.open(dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void open_databaseOfSomethingElse_isRefused() throws Exception {
    execute("CREATE TABLE invoices (id INTEGER)");

    assertThatThrownBy(() -> EmbeddedJournal.open(dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("something else");
  }

  @Test
  void open_noDatabase_isRefused() throws Exception {
    Files.writeString(dir.resolve("journal.db"), "no database at all".repeat(100));

    assertThatThrownBy(() -> EmbeddedJournal.open(dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("journal.db cannot be used");
  }

  @Test
  void open_notADirectory_isRefused() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));

    assertThatThrownBy(() -> EmbeddedJournal.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be written");
  }

  private void execute(String command) throws SQLException {
    try (Connection file = file();
        Statement statement = file.createStatement()) {
      assertThat(statement.execute(command)).isFalse();
    }
  }

  private Connection file() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
  }
}
