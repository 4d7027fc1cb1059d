package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.BatchReader;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.SourceListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Turns what happens to watched files into batches of events. The trees take turns, and so do what
 * was noticed and what is looked through, in slices: neither a large file nor a busy directory
 * keeps the others waiting. Looking through takes at most half of a processor.
 */
final class IntegrityReader implements BatchReader {
  /** The name of the source, and the location of its events. */
  static final String NAME = "syscheck";

  static final int BATCH_EVENTS_MAX = 100;
  private static final int BATCH_BYTES_MAX = 1 << 20;

  /** How long a batch with an event is filled further. */
  private static final long FILL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReportingHost host;
  private final Clock clock;
  private final LongSupplier nanos;
  private final SourceListener listener;
  private final Surroundings shared;
  private final Passes passes;
  private final EventPace pace;
  private final RestingPaths resting;
  private final ByteBuffer buffer = ByteBuffer.allocate(Look.SLICE_BYTES);

  IntegrityReader(
      Surroundings shared,
      ReportingHost host,
      Clock clock,
      LongSupplier nanos,
      SourceListener listener) {
    this.shared = shared;
    this.host = host;
    this.clock = clock;
    this.nanos = nanos;
    this.listener = listener;
    this.pace = new EventPace(shared.settings().limits().eventsPerSecond(), nanos);
    this.resting = new RestingPaths(nanos);
    this.passes =
        new Passes(
            shared, new ScanClock(shared.settings().schedule(), clock, nanos), nanos, listener);
  }

  @Override
  public Optional<LineBatch> next() throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    List<LogLine> lines = new ArrayList<>();
    long bytes = 0;
    long sendAt = 0;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      passes.startDue();
      long wait = Math.max(passes.untilWork(), pace.untilNext());
      boolean isFull = found.size() >= BATCH_EVENTS_MAX || bytes > BATCH_BYTES_MAX;
      if (!found.isEmpty() && (wait > 0 || isFull || nanos.getAsLong() - sendAt >= 0)) {
        return Optional.of(batch(found, lines));
      }
      notice(shared.watch().await(resting.untilNext(wait)));
      if (wait > 0) {
        continue;
      }
      Optional<Finding> finding = passes.step(buffer);
      if (finding.isPresent()) {
        sendAt = found.isEmpty() ? nanos.getAsLong() + FILL_NANOS : sendAt;
        LogLine line = take(finding.get());
        found.add(finding.get());
        lines.add(line);
        bytes += line.text().length();
      }
    }
  }

  private void notice(List<TreeWatch.Noticed> all) {
    for (TreeWatch.Noticed noticed : all) {
      String path =
          noticed
              .name()
              .map(name -> PathBytes.in(noticed.directory(), name))
              .orElse(noticed.directory());
      if (!resting.holds(path)) {
        passes.offer(path, noticed.name().isEmpty());
      }
    }
    resting.rested().forEach(path -> passes.offer(path, false));
  }

  private LogLine take(Finding finding) {
    FileChange change = finding.change();
    pace.spend();
    resting.reported(change.path());
    shared.uncommitted().put(change.path(), change.after());
    Tree tree = finding.tree();
    String text =
        ChangeLine.of(
            change,
            tree.watched(),
            finding.mode(),
            tree.symbolicPath(),
            finding.diff(),
            clock.instant());
    return new LogLine(text, NAME, LineKind.SYSCHECK, host, clock.instant());
  }

  private LineBatch batch(List<Finding> found, List<LogLine> lines) {
    List<Finding> reported = List.copyOf(found);
    return new LineBatch(lines, 0, () -> commit(reported));
  }

  private void commit(List<Finding> reported) {
    shared.baseline().commit(reported.stream().map(Finding::baselineChange).toList());
    for (Finding finding : reported) {
      FileChange change = finding.change();
      // Unless it was reported again meanwhile.
      var unused = shared.uncommitted().remove(change.path(), change.after());
      try {
        for (Finding.Deed deed : finding.afterwards()) {
          deed.run();
        }
      } catch (IOException e) {
        listener.degraded(NAME, "a copy cannot be kept: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    passes.close();
    shared.watch().close();
  }
}
