package io.threatlockdown.ops.output;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.OutcomeJson;
import io.threatlockdown.core.response.ProgramMessage;
import io.threatlockdown.core.response.ResponseLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Wazuh's {@code logs/active-responses.log}: what its response programs would have logged (spec AR
 * §3.5), so that rules 650 to 658 match, and of each {@link Outcome} a line of ours, {@value
 * #OUTCOMES}{@code : {"outcome":{…}}} behind the time. Written by a thread of its own, so logging
 * never waits; what a slow or full disk makes it lose is counted and shows as part {@code
 * active-responses.log} of the health. Safe for any thread.
 */
public final class ActiveResponsesLog implements ResponseLog, AutoCloseable {
  /** Whose line an outcome is, where others name a program. */
  static final String OUTCOMES = ProgramMessage.DIRECTORY + "threatlockdown";

  private static final Path FILE = Path.of("logs", "active-responses.log");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

  private final LineFile<String> file;
  private final Clock clock;

  private ActiveResponsesLog(LineFile<String> file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Starts writing below the data directory. Never fails: if the file cannot be written, health
   * says so.
   *
   * @param clock tells the time of the lines, in its zone
   */
  public static ActiveResponsesLog open(
      Path dataDir, Clock clock, OutputLimits limits, Health health) {
    return new ActiveResponsesLog(
        new LineFile<>(dataDir.resolve(FILE), limits, text -> text, health), clock);
  }

  /** Returns where the log of a data directory is. */
  public static Path path(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  @Override
  public void added(BlockOrder order, boolean alreadyActive) {
    String head = head(order);
    add(
        head
            + "Starting\n"
            + head
            + ProgramMessage.ADD.line(order)
            + "\n\n"
            + head
            + ProgramMessage.checkKeys(order)
            + "\n"
            + head
            + (alreadyActive ? ProgramMessage.ABORT : ProgramMessage.CONTINUE).line(order)
            + "\n\n"
            + head
            + (alreadyActive ? "Aborted\n" : "Ended\n"));
  }

  @Override
  public void deleted(BlockOrder order) {
    String head = head(order);
    add(head + "Starting\n" + head + ProgramMessage.DELETE.line(order) + "\n\n" + head + "Ended\n");
  }

  @Override
  public void outcome(Outcome outcome) {
    add(now() + " " + OUTCOMES + ": " + OutcomeJson.of(outcome) + "\n");
  }

  /** Returns how many responses were lost because the disk did not keep up. */
  public long lost() {
    return file.lost();
  }

  /** Writes what is queued and stops. */
  @Override
  public void close() {
    file.close();
  }

  private void add(String text) {
    file.add(text, 2L * text.length());
  }

  private String head(BlockOrder order) {
    return now() + " " + program(order) + ": ";
  }

  private String now() {
    return TIME.format(clock.instant().atZone(clock.getZone()));
  }

  private static String program(BlockOrder order) {
    return ProgramMessage.DIRECTORY + order.key().program().replaceAll("\\s", "_");
  }
}
