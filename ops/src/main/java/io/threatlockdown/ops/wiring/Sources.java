package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.engine.SourceFeed;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.FilePositions;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.LogFile;
import io.threatlockdown.core.source.LogSources;
import io.threatlockdown.core.source.SourceListener;
import io.threatlockdown.core.source.integrity.FileIntegrity;
import io.threatlockdown.core.source.integrity.IntegritySettings;
import io.threatlockdown.core.source.integrity.ProtectedCopies;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.files.OpenPaths;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
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
  private static final String INTEGRITY = "integrity";
  private static final Path JOURNALCTL = Path.of("journalctl");

  private final InputPlan plan;
  private final LogSources sources;
  private final FilePositions positions;
  private final Optional<FileIntegrity> integrity;
  private final SharedKillSwitch stop = KillSwitches.shared("sources");

  Sources(InputPlan plan, Settings settings, ReportingHost host, Clock clock, Health health) {
    this.plan = plan;
    Path dataDir = settings.dataDir();
    IntegritySettings watched = settings.ossec().integrity();
    positions =
        FilePositions.open(
            dataDir.resolve(POSITIONS), problem -> LOG.warn("Source positions: {}", problem));
    HealthReports reports = new HealthReports(health);
    expect(plan, reports);
    sources = new LogSources(host, clock, positions, reports);
    integrity =
        watched.paths().isEmpty() || plan.standardInput()
            ? Optional.empty()
            : Optional.of(open(watched, dataDir, host, clock, reports));
  }

  private static FileIntegrity open(
      IntegritySettings watched,
      Path dataDir,
      ReportingHost host,
      Clock clock,
      SourceListener reports) {
    try {
      return new FileIntegrity(
          watched, dataDir.resolve(INTEGRITY), host, clock, OpenPaths.open(), reports);
    } catch (IOException e) {
      throw new UncheckedIOException("files cannot be watched: " + e.getMessage(), e);
    }
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
    integrity.ifPresent(
        watched -> {
          var unused = feed(system, intake, watched.changes(sources));
        });
    return new CompletableFuture<>();
  }

  /** Returns what watched files are put back from; empty if none are watched. */
  Optional<ProtectedCopies> protectedCopies() {
    return integrity.map(FileIntegrity::protectedCopies);
  }

  @Override
  public void close() {
    stop.shutdown();
    positions.close();
    integrity.ifPresent(FileIntegrity::close);
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
