package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.engine.SourceFeed;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.FilePositions;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.LogFile;
import io.threatlockdown.core.source.LogSources;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the plan says, until closed. */
final class Sources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
  private static final String POSITIONS = "positions";
  private static final Path JOURNALCTL = Path.of("journalctl");

  private final InputPlan plan;
  private final LogSources sources;
  private final FilePositions positions;
  private final SharedKillSwitch stop = KillSwitches.shared("sources");

  Sources(InputPlan plan, Path dataDir, ReportingHost host, Clock clock, Health health) {
    this.plan = plan;
    positions =
        FilePositions.open(
            dataDir.resolve(POSITIONS), problem -> LOG.warn("Source positions: {}", problem));
    HealthReports reports = new HealthReports(health);
    expect(plan, reports);
    sources = new LogSources(host, clock, positions, reports);
  }

  /** Starts reading. Returns what completes when standard input, if it is read, has ended. */
  CompletableFuture<Done> run(ActorSystem<?> system, ActorRef<Ingest.Command> intake) {
    if (plan.standardInput()) {
      return feed(system, intake, sources.standardInput(new FileInputStream(FileDescriptor.in)));
    }
    if (!plan.files().isEmpty()) {
      var unused = feed(system, intake, sources.files(plan.files()));
    }
    if (plan.journal().isPresent()) {
      var unused =
          feed(
              system, intake, sources.journal(JOURNALCTL, plan.journal().get(), LogFile.Start.END));
    }
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    stop.shutdown();
    positions.close();
  }

  /** What a pattern finds is known when it is opened, a single file is known now. */
  private static void expect(InputPlan plan, HealthReports reports) {
    plan.files().stream()
        .map(LogFile::pattern)
        .filter(pattern -> pattern.chars().noneMatch(c -> "*?[".indexOf(c) >= 0))
        .forEach(reports::expect);
    plan.journal().ifPresent(filter -> reports.expect("journald"));
  }

  private CompletableFuture<Done> feed(
      ActorSystem<?> system, ActorRef<Ingest.Command> intake, Source<LineBatch, NotUsed> source) {
    return SourceFeed.run(system, source.via(stop.flow()), intake).toCompletableFuture();
  }
}
