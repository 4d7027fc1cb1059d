package io.threatlockdown.ops.output;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ResponseLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Wazuh's {@code logs/active-responses.log}: what its response programs would have logged (spec AR
 * §3.5), so that rules 650 to 658 match. Written by a thread of its own, so logging never waits;
 * what a slow or full disk makes it lose is counted and shows as part {@code active-responses.log}
 * of the health. Safe for any thread.
 */
public final class ActiveResponsesLog implements ResponseLog, AutoCloseable {
  private static final Path FILE = Path.of("logs", "active-responses.log");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

  /** What Wazuh calls a manager that is no cluster. */
  private static final String NODE = "node01";

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
            + input(order, "add")
            + "\n\n"
            + head
            + keys(order)
            + "\n"
            + head
            + input(order, alreadyActive ? "abort" : "continue")
            + "\n\n"
            + head
            + (alreadyActive ? "Aborted\n" : "Ended\n"));
  }

  @Override
  public void deleted(BlockOrder order) {
    String head = head(order);
    add(head + "Starting\n" + head + input(order, "delete") + "\n\n" + head + "Ended\n");
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
    return TIME.format(clock.instant().atZone(clock.getZone())) + " " + program(order) + ": ";
  }

  /** The message that execd gives a program (spec AR §3.2). */
  private static String input(BlockOrder order, String command) {
    String alert = order.alertJson().startsWith("{") ? order.alertJson() : "{}";
    return "{\"version\":1,\"origin\":{\"name\":\""
        + NODE
        + "\",\"module\":\"wazuh-execd\"},\"command\":\""
        + command
        + "\",\"parameters\":{\"extra_args\":[],\"alert\":"
        + alert.replace('\n', ' ')
        + ",\"program\":"
        + quoted(program(order))
        + "}}";
  }

  private static String keys(BlockOrder order) {
    List<String> keys = order.key().keys();
    return "{\"version\":1,\"origin\":{\"name\":"
        + quoted(oneLine(order.key().program()))
        + ",\"module\":\"active-response\"},\"command\":\"check_keys\",\"parameters\":{\"keys\":["
        + keys.stream().map(ActiveResponsesLog::quoted).collect(Collectors.joining(","))
        + "]}}";
  }

  private static String program(BlockOrder order) {
    return "active-response/bin/" + oneLine(order.key().program());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s", "_");
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
