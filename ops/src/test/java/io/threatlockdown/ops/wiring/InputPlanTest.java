package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.source.LogFile;
import io.threatlockdown.core.source.SshLogs;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans what is read for hosts that log here or there. Touches no log. */
class InputPlanTest {
  private static final Path SECURE = Path.of("/var/log/secure");

  private final List<Problem> problems = new ArrayList<>();

  @TempDir private Path directory;
  private Optional<Path> programs = Optional.empty();

  @Test
  void of_confWithOwnLogOnly_readsWhereSshdLogsAndTheOwnLog() throws IOException {
    InputPlan plan =
        plan(settings("/var/ossec/logs/active-responses.log", false), new SshLogs.InFile(SECURE));

    assertThat(plan.files())
        .extracting(LogFile::pattern)
        .containsExactly(
            directory.resolve("logs/active-responses.log").toString(), SECURE.toString());
    assertThat(plan.journal()).isEmpty();
  }

  @Test
  void of_programsElsewhere_readsWhatTheyLogToo() throws IOException {
    programs = Optional.of(directory.resolve("ossec/active-response/bin"));

    InputPlan plan =
        plan(settings("/var/ossec/logs/active-responses.log", false), new SshLogs.InFile(SECURE));

    assertThat(plan.files())
        .extracting(LogFile::pattern)
        .containsExactly(
            directory.resolve("logs/active-responses.log").toString(),
            directory.resolve("ossec/logs/active-responses.log").toString(),
            SECURE.toString());
  }

  @Test
  void of_confWithOwnLogOnHostWithoutSyslog_readsTheJournal() throws IOException {
    InputPlan plan =
        plan(
            settings("/var/ossec/logs/active-responses.log", false),
            new SshLogs.InJournal(SshLogs.SSHD));

    assertThat(plan.journal()).contains(SshLogs.SSHD);
    assertThat(plan.files()).hasSize(1);
  }

  @Test
  void of_hostThatLogsNowhere_waitsForTheFileAndSaysSo() throws IOException {
    InputPlan plan =
        plan(settings("/var/ossec/logs/active-responses.log", false), new SshLogs.Nowhere());

    assertThat(plan.files()).extracting(LogFile::pattern).contains(SshLogs.FILES.get(0).toString());
    assertThat(problems)
        .anySatisfy(problem -> assertThat(problem.text()).contains("as soon as it appears"));
  }

  @Test
  void of_confWithLocalfile_readsThatOnly() throws IOException {
    InputPlan plan = plan(settings("/var/log/mail.log", false), new SshLogs.InFile(SECURE));

    assertThat(plan.files()).extracting(LogFile::pattern).containsExactly("/var/log/mail.log");
  }

  @Test
  void of_standardInput_readsNothingElse() throws IOException {
    InputPlan plan =
        plan(settings("/var/ossec/logs/active-responses.log", true), new SshLogs.InFile(SECURE));

    assertThat(plan).isEqualTo(new InputPlan(List.of(), Optional.empty(), true));
  }

  private InputPlan plan(Settings settings, SshLogs.Place place) {
    return InputPlan.of(settings, () -> place, problems::add);
  }

  private Settings settings(String localfile, boolean stdin) throws IOException {
    Path conf =
        Files.writeString(
            directory.resolve("ossec.conf"),
            "<ossec_config><localfile><log_format>syslog</log_format><location>"
                + localfile
                + "</location></localfile></ossec_config>");
    Settings settings =
        Settings.read(
            new Flags(
                Optional.of(Path.of("/dev/null")),
                Optional.of(conf),
                RulesetChoice.SHIPPED,
                Optional.of(directory),
                programs,
                Optional.empty(),
                true,
                false,
                stdin,
                Optional.empty()),
            problems::add);
    assertThat(problems).isEmpty();
    return settings;
  }
}
