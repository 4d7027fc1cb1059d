package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.engine.SourceFeed;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.FilePositions;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.LogFile;
import io.threatlockdown.core.source.LogSources;
import io.threatlockdown.ops.config.LocalFile;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.output.ActiveResponsesLog;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Where this service's lines come from: what ossec.conf lists, else where this host's sshd logs.
 */
final class Sources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
  private static final String POSITIONS = "positions";

  private final Settings settings;
  private final LogSources sources;
  private final FilePositions positions;
  private final SharedKillSwitch stop = KillSwitches.shared("sources");

  Sources(Settings settings, ReportingHost host, Clock clock, Health health) {
    this.settings = settings;
    Path dataDir = settings.dataDir();
    HealthReports reports = new HealthReports(health);
    positions =
        FilePositions.open(
            dataDir.resolve(POSITIONS), problem -> LOG.warn("Source positions: {}", problem));
    sources = new LogSources(host, clock, positions, reports);
  }

  /** Starts reading. Returns what completes when standard input, if it is read, has ended. */
  CompletableFuture<Done> run(ActorSystem<?> system, ActorRef<Ingest.Command> intake) {
    if (settings.readStdin()) {
      return SourceFeed.run(
              system,
              sources.standardInput(new FileInputStream(FileDescriptor.in)).via(stop.flow()),
              intake)
          .toCompletableFuture();
    }
    List<LogFile> files = new ArrayList<>();
    for (LocalFile file : settings.localFiles()) {
      if (file.format() != LocalFile.Format.JOURNALD) {
        files.add(new LogFile(place(file), start(file)));
      }
    }
    if (!files.isEmpty()) {
      feed(system, intake, sources.files(files));
    }
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    stop.shutdown();
    positions.close();
  }

  private void feed(
      ActorSystem<?> system, ActorRef<Ingest.Command> intake, Source<LineBatch, NotUsed> source) {
    var unused = SourceFeed.run(system, source.via(stop.flow()), intake);
  }

  /** Wazuh's log of responses is ours, and lies in our data directory. */
  private String place(LocalFile file) {
    return file.location().equals("/var/ossec/logs/active-responses.log")
        ? ActiveResponsesLog.path(settings.dataDir()).toAbsolutePath().toString()
        : file.location();
  }

  private static LogFile.Start start(LocalFile file) {
    return file.onlyFutureEvents() ? LogFile.Start.END : LogFile.Start.BEGINNING;
  }
}
