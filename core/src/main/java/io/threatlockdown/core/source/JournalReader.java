package io.threatlockdown.core.source;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the systemd journal through journalctl, and starts it again when it ends. All entries are
 * read and chosen from here: journalctl skips one when it has both a cursor and a unit
 * (systemd#30288).
 */
final class JournalReader implements BatchReader {
  static final String NAME = "journald";

  /** After so many children that brought nothing, the cursor is taken to be the trouble. */
  private static final int CURSOR_TRIES = 3;

  private static final int BACKOFF_DOUBLINGS = 6;

  /**
   * What to read, and how.
   *
   * @param rest how long to wait before a second try; doubled each time up to 64 times as long
   */
  record Settings(Path program, JournalFilter filter, LogFile.Start start, Duration rest) {}

  private final Settings settings;
  private final ReportingHost host;
  private final Clock clock;
  private final FilePositions positions;
  private final ReportLimit listener;
  private final byte[] chunk = new Chunk().bytes();
  private final Queue<JournalEntry> entries = new ArrayDeque<>();

  private ExportParser parser;
  private volatile @Nullable JournalProcess process;
  private volatile boolean isStopped;
  private Instant startedAt = Instant.MAX;
  private int failures;
  private Optional<String> readTo = Optional.empty();

  JournalReader(
      Settings settings,
      ReportingHost host,
      Clock clock,
      FilePositions positions,
      ReportLimit listener) {
    this.settings = settings;
    this.parser = new ExportParser(settings.filter(), entries::add);
    this.host = host;
    this.clock = clock;
    this.positions = positions;
    this.listener = listener;
  }

  @Override
  public Optional<LineBatch> next() throws InterruptedException {
    while (true) {
      if (Thread.interrupted() || isStopped) {
        throw new InterruptedException();
      }
      Optional<LineBatch> batch = batch();
      if (batch.isPresent()) {
        return batch;
      }
      JournalProcess running = process;
      if (running == null) {
        start();
      } else {
        read(running);
      }
    }
  }

  private void start() throws InterruptedException {
    Optional<String> cursor = readTo.isPresent() ? readTo : positions.cursor(NAME);
    startedAt =
        cursor.isPresent() || settings.start() == LogFile.Start.BEGINNING
            ? Instant.MIN
            : clock.instant();
    parser = new ExportParser(settings.filter(), entries::add);
    try {
      process = JournalProcess.start(settings.program(), cursor, settings.start());
      if (failures == 0) {
        listener.up(NAME);
      }
    } catch (IOException e) {
      listener.gone(NAME, "journalctl cannot be started: " + e.getMessage());
      rest();
    }
  }

  private void read(JournalProcess running) throws InterruptedException {
    int count;
    try {
      count = running.read(chunk);
    } catch (IOException e) {
      count = -1;
    }
    if (count >= 0) {
      parser.feed(chunk, count);
      return;
    }
    process = null;
    String reason = running.reason();
    if (isStopped) {
      throw new InterruptedException();
    }
    listener.degraded(NAME, reason);
    if (failures >= CURSOR_TRIES && (readTo.isPresent() || positions.cursor(NAME).isPresent())) {
      listener.lost(NAME, "the journal does not know the cursor any more");
      readTo = Optional.empty();
      positions.dropCursor(NAME);
    }
    rest();
  }

  private void rest() throws InterruptedException {
    long factor = 1L << Math.min(failures, BACKOFF_DOUBLINGS);
    failures++;
    TimeUnit.MILLISECONDS.sleep(settings.rest().toMillis() * factor);
  }

  /** Makes a batch of the entries that came; those that do not concern us only move the cursor. */
  private Optional<LineBatch> batch() {
    List<LogLine> lines = new ArrayList<>();
    int rejected = 0;
    Instant now = clock.instant();
    while (!entries.isEmpty() && lines.size() < LineBatch.LINES_MAX) {
      JournalEntry entry = entries.remove();
      onProgress(entry);
      if (isWanted(entry)) {
        Optional<String> line = entry.line(host.name(), now, clock.getZone());
        line.ifPresent(text -> lines.add(LogLine.log(text, NAME, host, now)));
        rejected += line.isPresent() ? 0 : 1;
      }
    }
    if (rejected > 0) {
      listener.rejected(NAME, rejected, LineCutter.TOO_LONG);
    }
    if (lines.isEmpty() && rejected == 0) {
      return Optional.empty();
    }
    Optional<String> cursor = readTo;
    return Optional.of(
        new LineBatch(
            lines, rejected, () -> cursor.ifPresent(at -> positions.putCursor(NAME, at))));
  }

  private void onProgress(JournalEntry entry) {
    failures = 0;
    listener.up(NAME);
    boolean isFirst = readTo.isEmpty() && positions.cursor(NAME).isEmpty();
    readTo =
        Optional.of(entry.field("__CURSOR")).filter(cursor -> !cursor.isEmpty()).or(() -> readTo);
    if (isFirst && isBeforeStart(entry)) {
      readTo.ifPresent(cursor -> positions.putCursor(NAME, cursor)); // A restart shall not skip.
    }
  }

  private boolean isWanted(JournalEntry entry) {
    return !isBeforeStart(entry) && settings.filter().accepts().test(entry.fields());
  }

  private boolean isBeforeStart(JournalEntry entry) {
    return entry.at().filter(at -> at.isBefore(startedAt)).isPresent();
  }

  @Override
  public void stop() {
    isStopped = true;
    close();
  }

  @Override
  public void close() {
    JournalProcess running = process;
    if (running != null) {
      running.close();
    }
  }
}
