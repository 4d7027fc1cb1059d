package io.threatlockdown.ops.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.rule.Rule.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes alerts into a directory of its own and reads the file once it is closed. */
class AlertsFileTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final AlertJson JSON = new AlertJson("mgr", MitreCatalog.EMPTY);

  private final Health health = new Health();

  @TempDir Path dataDir;

  @Test
  void accept_alerts_areLinesOfAlertsJson() throws IOException {
    Alert first = alert(5, Set.of());
    Alert second = alert(6, Set.of());

    try (AlertsFile file = open(3, OutputLimits.DEFAULT)) {
      file.accept(List.of(first));
      file.accept(List.of(second));
    }

    assertThat(lines()).containsExactly(JSON.of(first), JSON.of(second));
  }

  @Test
  void accept_levelAndOptions_decideWhatIsWritten() throws IOException {
    try (AlertsFile file = open(5, OutputLimits.DEFAULT)) {
      file.accept(
          List.of(
              alert(4, Set.of()),
              alert(5, Set.of()),
              alert(15, Set.of(Option.NO_LOG)),
              alert(2, Set.of(Option.LOG_ALERT))));
    }

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).contains("\"level\":5");
    assertThat(lines().get(1)).contains("\"level\":2");
  }

  @Test
  void accept_existingFile_isAppendedTo() throws IOException {
    for (int run = 0; run < 2; run++) {
      try (AlertsFile file = open(1, OutputLimits.DEFAULT)) {
        file.accept(List.of(alert(5, Set.of())));
      }
    }

    assertThat(lines()).hasSize(2);
  }

  @Test
  void accept_unwritableDirectory_isCountedAndDegraded() throws IOException {
    Files.createFile(dataDir.resolve("logs"));

    AlertsFile file = open(1, OutputLimits.DEFAULT);

    file.accept(List.of(alert(5, Set.of()), alert(5, Set.of())));
    file.close();

    assertThat(file.lost()).isEqualTo(2);
    assertThat(health.parts())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.name()).isEqualTo("alerts.json");
              assertThat(part.status()).isEqualTo(Health.Status.DEGRADED);
            });
    assertThat(health.ready()).isTrue();
  }

  private AlertsFile open(int logAlertLevel, OutputLimits limits) {
    return AlertsFile.open(dataDir, logAlertLevel, JSON, limits, health);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(dataDir.resolve("logs/alerts/alerts.json"));
  }

  private static Alert alert(int level, Set<Option> options) {
    Event event =
        new Event.Builder(LogLine.log("test", "/var/log/x", ReportingHost.local("mgr"), NOON))
            .build();
    Rule rule =
        new Rule(
            100_001,
            level,
            "test",
            "test,",
            List.of("test"),
            Map.of(),
            List.of(),
            OptionalInt.empty(),
            options);
    return new Alert("1.1", NOON, rule, event, "test", 1, List.of(), Optional.empty());
  }
}
