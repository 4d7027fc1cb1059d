package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.persistence.EmbeddedJournal;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands on a copy of the journal that version 1 wrote. */
class JournalCommandTest {
  private static final int PAGE = 4096;

  private final ScriptedConsole console = new ScriptedConsole("");
  @TempDir private Path data;

  @BeforeEach
  void copy() throws Exception {
    Path original =
        Path.of("../persistence/src/test/resources/io/threatlockdown/persistence/journal-1.db");
    assertThat(Files.copy(original, data.resolve("journal.db"))).exists();
  }

  @Test
  void check_goodJournal_saysWhatIsThere() {
    int code = run("check", "-o", "csv");

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out()).contains("schema,3\r\n", "inForce,2\r\n", "ended,1\r\n");
    assertThat(console.out()).doesNotContain("problem");
  }

  @Test
  void check_damagedJournal_saysSoAndExitsWith1() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(data.resolve("journal.db").toFile(), "rw")) {
      file.seek(PAGE);
      file.write(new byte[PAGE]);
    }

    int code = run("check");

    assertThat(code).isEqualTo(ExitCode.FAILED.code());
    assertThat(console.out()).contains("problem", "damaged");
  }

  @Test
  void check_noJournal_exitsWith1() throws Exception {
    Files.delete(data.resolve("journal.db"));

    assertThat(run("check")).isEqualTo(ExitCode.FAILED.code());

    assertThat(console.err()).contains("journal.db does not exist: name the data directory");
    assertThat(data.resolve("journal.db")).doesNotExist();
  }

  @Test
  void check_whileAServiceHasIt_exitsWith1() throws Exception {
    try (EmbeddedJournal service = EmbeddedJournal.open(data)) {
      assertThat(service.config().isEmpty()).isFalse();

      assertThat(run("check")).isEqualTo(ExitCode.FAILED.code());
    }

    assertThat(console.err()).contains("in use");
  }

  @Test
  void compact_goodJournal_keepsWhatIsInIt() {
    assertThat(run("compact", "-o", "json")).isEqualTo(ExitCode.OK.code());

    assertThat(console.out()).contains("\"bytesBefore\":", "\"bytesAfter\":");
    assertThat(run("check", "-o", "csv")).isEqualTo(ExitCode.OK.code());
    assertThat(console.out()).contains("inForce,2\r\n");
  }

  @Test
  void export_goodJournal_printsEachFact() throws Exception {
    assertThat(run("export")).isEqualTo(ExitCode.OK.code());

    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = console.out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(3);
    for (String line : lines) {
      JsonNode entry = mapper.readTree(line);
      assertThat(entry.path("partition").asText()).startsWith("blocks-");
      assertThat(entry.path("sequenceNumber").asLong()).isPositive();
      assertThat(entry.path("fact").path("fact").asText()).isNotEmpty();
    }
    assertThat(console.out()).contains("\"fact\":\"ordered\"", "192.0.2.7");
  }

  private int run(String command, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "journal";
    arguments[1] = command;
    arguments[2] = "--data";
    arguments[3] = data.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return console.run(arguments);
  }
}
