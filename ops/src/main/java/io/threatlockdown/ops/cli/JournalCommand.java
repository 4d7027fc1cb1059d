package io.threatlockdown.ops.cli;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.config.JournalPlace;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.JournalReport;
import io.threatlockdown.persistence.StoppedJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks after the block journal of a service that is stopped. */
@Command(
    name = "journal",
    synopsisSubcommandLabel = "COMMAND",
    description = "Check, compact or export the block journal of a stopped service.")
final class JournalCommand {
  private final Console console;

  JournalCommand(Console console) {
    this.console = console;
  }

  /** Reads every page, event and snapshot; exits with 1 if anything is wrong. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Read every page, event and snapshot, and print what is there and what is wrong.",
        "Exits with 1 if anything is wrong."
      })
  int check(@Mixin PlaceOptions place, @Mixin OutputOption output) {
    try (StoppedJournal journal = open(place)) {
      JournalReport report = journal.check();
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("schema", Integer.toString(report.schema())));
      rows.add(List.of("bytes", Long.toString(report.bytes())));
      rows.add(List.of("events", Long.toString(report.events())));
      rows.add(List.of("facts", Long.toString(report.facts())));
      rows.add(List.of("snapshots", Long.toString(report.snapshots())));
      rows.add(List.of("inForce", Long.toString(report.inForce())));
      rows.add(List.of("ended", Long.toString(report.ended())));
      report.problems().forEach(problem -> rows.add(List.of("problem", problem)));
      new Rows(List.of("what", "value"), rows).print(output.format(), console.out());
      return (report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    } catch (JournalException failure) {
      throw failed(failure);
    }
  }

  /** Gives space back to the disk. */
  @Command(
      name = "compact",
      mixinStandardHelpOptions = true,
      description = {
        "Give the space of deleted events back to the disk.",
        "Needs as much free space as the journal is large."
      })
  int compact(@Mixin PlaceOptions place, @Mixin OutputOption output) {
    try (StoppedJournal journal = open(place)) {
      long before = journal.bytes();
      long after = journal.compact();
      new Rows(
              List.of("bytesBefore", "bytesAfter"),
              List.of(List.of(Long.toString(before), Long.toString(after))))
          .print(output.format(), console.out());
      return ExitCode.OK.code();
    } catch (JournalException failure) {
      throw failed(failure);
    }
  }

  /** Prints every fact that is kept, one JSON object a line. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Print every fact that is kept, one JSON object a line, each partition's oldest first.",
        "Instants are microseconds since 1970 in UTC, durations microseconds."
      })
  int export(@Mixin PlaceOptions place) {
    try (StoppedJournal journal = open(place)) {
      journal.export(
          entry ->
              console
                  .out()
                  .print(
                      "{\"partition\":\""
                          + entry.partition()
                          + "\",\"sequenceNumber\":"
                          + entry.sequenceNumber()
                          + ",\"fact\":"
                          + entry.json()
                          + "}\n"));
      return ExitCode.OK.code();
    } catch (JournalException failure) {
      throw failed(failure);
    }
  }

  private static StoppedJournal open(PlaceOptions options) throws JournalException {
    List<Problem> problems = new ArrayList<>();
    JournalPlace place =
        JournalPlace.read(Flags.journal(options.conf(), options.data()), problems::add);
    Optional<Problem> fatal =
        problems.stream().filter(each -> each.severity() == Severity.FATAL).findFirst();
    if (fatal.isPresent()) {
      throw new CommandException(ExitCode.BAD_CONFIGURATION, fatal.get().toString());
    }
    return StoppedJournal.open(place.dataDir(), place.server());
  }

  private static CommandException failed(JournalException failure) {
    return new CommandException(ExitCode.FAILED, String.valueOf(failure.getMessage()));
  }
}
