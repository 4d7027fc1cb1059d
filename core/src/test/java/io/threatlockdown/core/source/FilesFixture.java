package io.threatlockdown.core.source;

import io.threatlockdown.core.event.ReportingHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/** A directory of log files, followed by sources that share one store of positions. */
final class FilesFixture implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final ReportingHost HOST = ReportingHost.local("web01");
  static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  /** Long enough that no file ends while a test still writes to it. */
  static final TailContext.Timing PATIENT =
      new TailContext.Timing(Duration.ofMillis(200), Duration.ofMinutes(1));

  static final TailContext.Timing HASTY =
      new TailContext.Timing(Duration.ofMillis(20), Duration.ofMillis(60));

  final RecordedReports reports = new RecordedReports();
  private final Path directory;
  private final ActorSystem<?> system;
  private final List<SourceProbe> probes = new ArrayList<>();
  private FilePositions positions;

  FilesFixture(Path directory, ActorSystem<?> system) {
    this.directory = directory;
    this.system = system;
    this.positions = open();
  }

  private FilePositions open() {
    return FilePositions.open(directory.resolve("positions"), reports.all::add);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  SourceProbe follow(TailContext.Timing timing, LogFile... files) {
    return run(sources -> sources.files(List.of(files), timing));
  }

  SourceProbe run(Function<LogSources, Source<LineBatch, NotUsed>> source) {
    LogSources sources = new LogSources(HOST, CLOCK, positions, reports);
    SourceProbe probe = new SourceProbe(source.apply(sources), system);
    probes.add(probe);
    return probe;
  }

  /** A source from the first line, so that a test need not wait until it is at the end. */
  SourceProbe follow(String pattern) {
    return follow(PATIENT, fromBeginning(pattern));
  }

  LogFile fromBeginning(String pattern) {
    return new LogFile(file(pattern).toString(), LogFile.Start.BEGINNING);
  }

  /** What a restart does: the source ends, the positions are read from disk again. */
  void stop(SourceProbe probe) {
    probe.close();
    positions.close();
    positions = open();
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(
          file,
          text,
          StandardCharsets.ISO_8859_1,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void rename(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void truncate(Path file) {
    try {
      Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    probes.forEach(SourceProbe::close);
    positions.close();
  }
}
