package io.threatlockdown.ops.output;

import io.threatlockdown.core.engine.AlertSink;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.rule.Rule.Option;
import java.nio.file.Path;
import java.util.List;

/**
 * Wazuh's {@code logs/alerts/alerts.json}: one alert a line, for log shippers and people. Written
 * by a thread of its own, so taking alerts never waits; what a slow or full disk makes it lose is
 * counted and shows as part {@code alerts.json} of the health. Safe for any thread.
 */
public final class AlertsFile implements AlertSink, AutoCloseable {
  private static final Path FILE = Path.of("logs", "alerts", "alerts.json");
  private static final int ALERT_OVERHEAD_BYTES = 2_048;

  private final int logAlertLevel;
  private final LineFile<Alert> file;

  private AlertsFile(int logAlertLevel, LineFile<Alert> file) {
    this.logAlertLevel = logAlertLevel;
    this.file = file;
  }

  /**
   * Starts writing below the data directory. Never fails: if the file cannot be written, health
   * says so.
   *
   * @param logAlertLevel the lowest level that is written
   */
  public static AlertsFile open(
      Path dataDir, int logAlertLevel, AlertJson json, OutputLimits limits, Health health) {
    return new AlertsFile(
        logAlertLevel,
        new LineFile<>(dataDir.resolve(FILE), limits, alert -> json.of(alert) + "\n", health));
  }

  @Override
  public void accept(List<Alert> alerts) {
    for (Alert alert : alerts) {
      if (isWanted(alert.rule())) {
        file.add(alert, bytes(alert));
      }
    }
  }

  /** Returns how many alerts were lost because the disk did not keep up. */
  public long lost() {
    return file.lost();
  }

  /** Writes what is queued and stops. */
  @Override
  public void close() {
    file.close();
  }

  private boolean isWanted(Rule rule) {
    if (rule.options().contains(Option.NO_LOG)) {
      return false;
    }
    return rule.level() >= logAlertLevel || rule.options().contains(Option.LOG_ALERT);
  }

  private static long bytes(Alert alert) {
    long previous = alert.previousLogs().stream().mapToLong(String::length).sum();
    return ALERT_OVERHEAD_BYTES + previous + 2L * alert.event().line().text().length();
  }
}
