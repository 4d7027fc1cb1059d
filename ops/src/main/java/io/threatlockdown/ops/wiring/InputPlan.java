package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.source.JournalFilter;
import io.threatlockdown.core.source.LogFile;
import io.threatlockdown.core.source.SshLogs;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.LocalFile;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.output.ActiveResponsesLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where this service's lines come from: what ossec.conf lists, else where this host's sshd logs.
 *
 * @param journal what is wanted of the systemd journal; empty: nothing
 * @param standardInput whether standard input is read, and nothing else
 */
public record InputPlan(
    List<LogFile> files, Optional<JournalFilter> journal, boolean standardInput) {
  private static final String WAZUH_RESPONSES_LOG = "/var/ossec/logs/active-responses.log";

  public InputPlan {
    files = List.copyOf(files);
  }

  /** Returns the plan for this host. */
  static InputPlan of(Settings settings, Consumer<Problem> problems) {
    return of(
        settings,
        () -> SshLogs.find(InputPlan::lastWritten, hasJournal(), Instant.now()),
        problems);
  }

  /**
   * Returns the plan.
   *
   * @param sshLogs where sshd logs; asked only if ossec.conf does not say what to read
   */
  static InputPlan of(
      Settings settings, Supplier<SshLogs.Place> sshLogs, Consumer<Problem> problems) {
    if (settings.readStdin()) {
      return new InputPlan(List.of(), Optional.empty(), true);
    }
    List<String> responsesLogs = responsesLogs(settings);
    List<LogFile> files =
        settings.localFiles().stream()
            .filter(file -> file.format() != LocalFile.Format.JOURNALD)
            .flatMap(
                file ->
                    places(file, responsesLogs).stream()
                        .map(place -> new LogFile(place, start(file))))
            .toList();
    Optional<JournalFilter> journal =
        JournalFilters.of(settings.localFiles(), settings.ossecConf(), problems);
    boolean saysWhat =
        journal.isPresent()
            || files.stream().anyMatch(file -> !responsesLogs.contains(file.pattern()));
    return saysWhat
        ? new InputPlan(files, journal, false)
        : detected(files, sshLogs.get(), settings.ossecConf(), problems);
  }

  private static InputPlan detected(
      List<LogFile> files, SshLogs.Place place, String ossecConf, Consumer<Problem> problems) {
    if (place instanceof SshLogs.InJournal inJournal) {
      return new InputPlan(files, Optional.of(inJournal.filter()), false);
    }
    Path file = SshLogs.FILES.get(0);
    if (place instanceof SshLogs.InFile inFile) {
      file = inFile.file();
    } else {
      problems.accept(
          new Problem(
              Problem.Severity.WARNING,
              ossecConf,
              0,
              "lists no <localfile>, and this host has neither "
                  + SshLogs.FILES
                  + " nor a systemd journal: "
                  + file
                  + " is read as soon as it appears"));
    }
    return new InputPlan(
        Stream.concat(files.stream(), Stream.of(LogFile.of(file.toString()))).toList(),
        Optional.empty(),
        false);
  }

  private static Optional<Instant> lastWritten(Path file) {
    try {
      return Files.isReadable(file)
          ? Optional.of(Files.getLastModifiedTime(file).toInstant())
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean hasJournal() {
    return Stream.of("/var/log/journal", "/run/log/journal")
        .map(Path::of)
        .anyMatch(Files::isDirectory);
  }

  /** Wazuh's log of responses is ours in our data directory, and that of the programs we start. */
  private static List<String> places(LocalFile file, List<String> responsesLogs) {
    return file.location().equals(WAZUH_RESPONSES_LOG) || responsesLogs.contains(file.location())
        ? responsesLogs
        : List.of(file.location());
  }

  /** Programs write below the directory that they run in, which is above active-response/bin. */
  private static List<String> responsesLogs(Settings settings) {
    Path own = ActiveResponsesLog.path(settings.dataDir()).toAbsolutePath();
    Path above = settings.responses().programs().resolve("../..").normalize();
    return Stream.of(own, ActiveResponsesLog.path(above)).map(Path::toString).distinct().toList();
  }

  private static LogFile.Start start(LocalFile file) {
    return file.onlyFutureEvents() ? LogFile.Start.END : LogFile.Start.BEGINNING;
  }
}
