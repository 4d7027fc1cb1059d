package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Runs a script in place of journalctl: each run prints what was prepared for it, then fails. */
@TestInstance(Lifecycle.PER_CLASS)
class JournalSourceTest {
  private static final String SCRIPT =
      """
      #!/bin/sh
      cd "$(dirname "$0")"
      echo "$*" >> arguments
      run=$(grep -c . arguments)
      [ -e "run.$run" ] || exec sleep 600
      cat "run.$run"
      echo "journal was closed" >&2
      exit 1
      """;

  private static final JournalFilter SSHD = JournalFilter.programs(Set.of("sshd"));

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void journal_entries_becomeLinesAndTheCursorIsKept(@TempDir Path directory) throws IOException {
    Path program = script(directory);
    prepare(
        directory,
        1,
        entry("c1", "sshd", "one") + entry("c2", "cron", "no") + entry("c3", "sshd", "two"));
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe = files.run(sources -> sources.journal(settings(program)));

      assertThat(probe.lines(2))
          .containsExactly(
              "Mar 01 12:00:01 web01 sshd[42]: one", "Mar 01 12:00:01 web01 sshd[42]: two");
      files.stop(probe);
      for (int run = 2; run < 20; run++) {
        prepare(directory, run, entry("c4", "sshd", "three"));
      }
      SourceProbe again = files.run(sources -> sources.journal(settings(program)));

      assertThat(again.lines(1)).containsExactly("Mar 01 12:00:01 web01 sshd[42]: three");
      assertThat(Files.readString(directory.resolve("arguments"))).contains("--after-cursor=c3");
    }
  }

  @Test
  void journal_childEnds_isReportedAndStartedAgainAfterTheCursor(@TempDir Path directory)
      throws IOException {
    Path program = script(directory);
    prepare(directory, 1, entry("c1", "sshd", "one"));
    prepare(directory, 2, entry("c2", "sshd", "two"));
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe = files.run(sources -> sources.journal(settings(program)));

      assertThat(probe.lines(2)).hasSize(2);

      assertThat(files.reports.all)
          .contains("degraded journald: journalctl ended: journal was closed");
      assertThat(Files.readAllLines(directory.resolve("arguments")).get(1))
          .contains("--no-tail --after-cursor=c1");
    }
  }

  @Test
  void journal_entryFromBeforeTheStart_onlyTellsTheCursor(@TempDir Path directory)
      throws IOException {
    Path program = script(directory);
    String old = entry("c0", "sshd", "old").replace("=1772366401", "=1700000000");
    prepare(directory, 1, old + entry("c1", "sshd", "new"));
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe = files.run(sources -> sources.journal(settings(program)));

      assertThat(probe.lines(1)).containsExactly("Mar 01 12:00:01 web01 sshd[42]: new");
    }
  }

  @Test
  void journal_withoutJournalctl_isGone(@TempDir Path directory) throws IOException {
    Path program = directory.resolve("late");
    try (FilesFixture files = new FilesFixture(directory, kit.system())) {
      SourceProbe probe = files.run(sources -> sources.journal(settings(program)));

      prepare(directory, 1, entry("c1", "sshd", "one"));
      Files.move(script(directory), program);

      assertThat(probe.lines(1)).hasSize(1);
      assertThat(files.reports.all).anyMatch(report -> report.startsWith("up journald"));
    }
  }

  @Test
  void parse_binaryAndHugeFields_areTakenByteForByteAndBounded() {
    List<JournalEntry> entries = new ArrayList<>();
    ExportParser parser = new ExportParser(JournalFilter.ALL, entries::add);
    String text =
        "__CURSOR=a\nMESSAGE\n"
            + length(5)
            + "a\nb\u00ff=\n_PID=7\n\n"
            + "__CURSOR=b\nMESSAGE\n"
            + length(70_000)
            + "x".repeat(70_000)
            + "\nCOREDUMP\n"
            + length(200_000)
            + "y\n".repeat(100_000)
            + "\n_PID=8\n\n"
            + "__CURSOR=c\nMESSAGE="
            + "z".repeat(80_000)
            + "\n\n";
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

    for (byte one : bytes) {
      parser.feed(new byte[] {one}, 1);
    }

    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).field("MESSAGE")).isEqualTo("a\nb\u00ff=");
    assertThat(entries.get(0).field("_PID")).isEqualTo("7");
    assertThat(entries.get(1).isTooLong()).isTrue();
    assertThat(entries.get(1).field("_PID")).isEqualTo("8");
    assertThat(entries.get(2).isTooLong()).isTrue();
    assertThat(entries.get(2).field("__CURSOR")).isEqualTo("c");
  }

  @Test
  void parse_wholeAndBytewise_areTheSame() {
    List<JournalEntry> entries = new ArrayList<>();
    byte[] bytes = entry("c1", "sshd", "one").repeat(3).getBytes(StandardCharsets.ISO_8859_1);

    new ExportParser(JournalFilter.ALL, entries::add).feed(bytes, bytes.length);

    assertThat(entries).hasSize(3).allMatch(entry -> entry.field("MESSAGE").equals("one"));
  }

  private static JournalReader.Settings settings(Path program) {
    return new JournalReader.Settings(program, SSHD, LogFile.Start.END, Duration.ofMillis(20));
  }

  private static String entry(String cursor, String identifier, String message) {
    return "__CURSOR="
        + cursor
        + "\n__REALTIME_TIMESTAMP=1772366401000000\n_HOSTNAME=web01\n"
        + "SYSLOG_IDENTIFIER="
        + identifier
        + "\n_PID=42\nMESSAGE\n"
        + length(message.length())
        + message
        + "\n\n";
  }

  private static String length(int length) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      bytes.append((char) (i < 4 ? length >> (8 * i) & 0xff : 0));
    }
    return bytes.toString();
  }

  private static Path script(Path directory) throws IOException {
    Path program = directory.resolve("journalctl");
    Files.writeString(program, SCRIPT);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void prepare(Path directory, int run, String output) throws IOException {
    Path ready = directory.resolve("preparing");
    Files.writeString(ready, output, StandardCharsets.ISO_8859_1);
    FilesFixture.rename(ready, directory.resolve("run." + run));
  }
}
