package io.threatlockdown.core.source;

import io.threatlockdown.core.event.ReportingHost;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Where log lines come from, as streams. Each running stream has a thread of its own, reads at most
 * one batch ahead, and never fails: trouble goes to the listener, and reading goes on. A position
 * is remembered when its batch is {@link LineBatch#committed}; a restart goes on from there.
 */
public final class LogSources {
  private static final String STDIN = "stdin";
  private static final Duration JOURNAL_REST = Duration.ofSeconds(1);

  private final ReportingHost host;
  private final Clock clock;
  private final FilePositions positions;
  private final ReportLimit listener;

  /**
   * @param host whose lines these are
   * @param clock tells when a line was received, and the time zone of times written out
   */
  public LogSources(
      ReportingHost host, Clock clock, FilePositions positions, SourceListener listener) {
    this.host = host;
    this.clock = clock;
    this.positions = positions;
    this.listener = new ReportLimit(listener, System::nanoTime);
  }

  /**
   * Returns the lines of files as they are written, whatever rotation does to the files: renamed
   * ones are read to their end, truncated ones from their begin, missing ones once they appear. Up
   * to {@value FilesReader#FILES_MAX} files, in turn; a batch holds lines of one file.
   */
  public Source<LineBatch, NotUsed> files(List<LogFile> files) {
    return files(files, TailContext.Timing.USUAL);
  }

  Source<LineBatch, NotUsed> files(List<LogFile> files, TailContext.Timing timing) {
    List<LogFile> wanted = List.copyOf(files);
    return stage(
        "files",
        () ->
            new FilesReader(
                "files",
                wanted,
                new TailContext(
                    host, clock, System::nanoTime, positions, listener, timing, new Chunk())));
  }

  /**
   * Returns the entries of the systemd journal that pass the filter, each as the line a syslog
   * daemon would have written, with location {@code journald}. Runs journalctl, again and again if
   * need be; without it the listener hears that the source is gone.
   *
   * @param program journalctl, by path or by name
   * @param start where to begin if the journal was not read before
   */
  public Source<LineBatch, NotUsed> journal(
      Path program, JournalFilter filter, LogFile.Start start) {
    return journal(new JournalReader.Settings(program, filter, start, JOURNAL_REST));
  }

  Source<LineBatch, NotUsed> journal(JournalReader.Settings settings) {
    return stage(
        JournalReader.NAME, () -> new JournalReader(settings, host, clock, positions, listener));
  }

  /**
   * Returns the lines of a pipe such as standard input, and completes when it ends. Has no
   * position. If the stream is cancelled first, its thread stays until the input has more.
   */
  public Source<LineBatch, NotUsed> standardInput(InputStream input) {
    return stage(STDIN, () -> new StreamReader(STDIN, input, host, clock, listener));
  }

  /**
   * Returns what a reader reads that is made elsewhere, each time the stream runs another one.
   *
   * @param name of the source, for its thread
   * @param readers get whom to tell of their trouble; what they tell is rate limited
   */
  public Source<LineBatch, NotUsed> reading(
      String name, Function<SourceListener, BatchReader> readers) {
    return stage(name, () -> readers.apply(listener));
  }

  private Source<LineBatch, NotUsed> stage(String name, Supplier<BatchReader> readers) {
    return Source.fromGraph(new ReaderStage(name, readers, listener));
  }
}
