package io.threatlockdown.core.source;

import io.threatlockdown.core.event.ReportingHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What all followed files of a source share.
 *
 * @param chunk where they read to, one after the other
 * @param nanos monotonic time
 */
record TailContext(
    ReportingHost host,
    Clock clock,
    LongSupplier nanos,
    FilePositions positions,
    ReportLimit listener,
    Timing timing,
    Chunk chunk) {

  /**
   * How long things take when no event tells of them.
   *
   * @param look how often files are looked at in case an event was missed, and new ones looked for
   * @param grace how long a rotated file is read after it grew last: its writer keeps it open until
   *     it is told of the rotation
   */
  record Timing(Duration look, Duration grace) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  /** Returns as many of the files as one name may have; the oldest are left out, and reported. */
  List<Sibling> fitting(Path path, List<Sibling> files, int open) {
    int room = Math.max(0, Tail.FILES_MAX - 1 - open);
    if (files.size() > room) {
      listener.lost(path.toString(), "rotated too often to be followed");
    }
    return files.subList(Math.max(0, files.size() - room), files.size());
  }
}
