package io.threatlockdown.core.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The positions of all sources, kept in one file so that a restart goes on where it stopped. A
 * change is on disk at most a tenth of a second later, and all of them when it is closed; a crash
 * in between makes lines be read again, never be lost. Safe for any thread.
 *
 * <p>A file that cannot be read or is damaged is reported and treated as if there were none:
 * sources then begin as at their first start. A write that fails is reported and tried again with
 * the next change.
 */
public final class FilePositions implements AutoCloseable {
  /** The most names whose positions are kept; the one that changed longest ago goes. */
  static final int PATHS_MAX = 2048;

  /** The most files kept for one name, that is: rotated ones. */
  static final int FILES_PER_PATH_MAX = Tail.FILES_MAX;

  /** The most cursors and the most patterns. */
  static final int NAMES_MAX = 1024;

  private static final long PAUSE_MS = 100;

  private final Map<String, Map<FileId, FilePosition>> paths = new LinkedHashMap<>();
  private final Map<String, String> cursors = new LinkedHashMap<>();
  private final Map<String, String> patterns = new LinkedHashMap<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "source positions");
            thread.setDaemon(true);
            return thread;
          });
  private final Path file;
  private final Consumer<String> problems;

  private boolean isDue;
  private boolean isClosed;
  private long writtenAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);

  private FilePositions(Path file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads the file if there is one.
   *
   * @param problems told in a sentence what is wrong with the file
   */
  public static FilePositions open(Path file, Consumer<String> problems) {
    FilePositions positions = new FilePositions(file, problems);
    try {
      PositionsFile.read(file).ifPresent(positions::adopt);
    } catch (IOException e) {
      problems.accept(
          "the positions in "
              + file
              + " are lost, lines written while the service was down are not read: "
              + e.getMessage());
    }
    return positions;
  }

  private synchronized void adopt(PositionsFile.Content content) {
    content.positions().forEach(this::remember);
    content.cursors().forEach((source, cursor) -> bounded(cursors, source, cursor));
    content.patterns().forEach(pattern -> bounded(patterns, pattern, pattern));
  }

  /** Returns the positions in files that had this name, in the order in which they began. */
  synchronized List<FilePosition> of(String path) {
    return List.copyOf(paths.getOrDefault(path, Map.of()).values());
  }

  /** Returns the positions in this file under other names. */
  synchronized List<FilePosition> in(FileId id) {
    List<FilePosition> found = new ArrayList<>();
    for (Map<FileId, FilePosition> files : paths.values()) {
      Optional.ofNullable(files.get(id)).ifPresent(found::add);
    }
    return found;
  }

  /** Remembers the position of a file that is followed from now on, behind all others. */
  synchronized void begin(FilePosition position) {
    Map<FileId, FilePosition> files = paths.get(position.path());
    if (files != null) {
      files.remove(position.file());
    }
    put(position);
  }

  /** Remembers a position, at the place that the file has already. */
  synchronized void put(FilePosition position) {
    remember(position);
    writeSoon();
  }

  private void remember(FilePosition position) {
    Map<FileId, FilePosition> files =
        Optional.ofNullable(paths.remove(position.path())).orElseGet(LinkedHashMap::new);
    files.put(position.file(), position);
    removeFirst(files, FILES_PER_PATH_MAX);
    paths.put(position.path(), files);
    removeFirst(paths, PATHS_MAX);
  }

  /** Returns where to go on in a source that has cursors. */
  synchronized Optional<String> cursor(String source) {
    return Optional.ofNullable(cursors.get(source));
  }

  /** Remembers where to go on in a source that has cursors. */
  synchronized void putCursor(String source, String cursor) {
    bounded(cursors, source, cursor);
    writeSoon();
  }

  /** Forgets a cursor that the source does not accept. */
  synchronized void dropCursor(String source) {
    cursors.remove(source);
    writeSoon();
  }

  /** Whether the pattern has been followed before, so that what matches it newly is new. */
  synchronized boolean knows(String pattern) {
    return patterns.containsKey(pattern);
  }

  /** Remembers that the pattern is followed. */
  synchronized void know(String pattern) {
    if (!knows(pattern)) {
      bounded(patterns, pattern, pattern);
      writeSoon();
    }
  }

  private static void bounded(Map<String, String> map, String key, String value) {
    map.remove(key);
    map.put(key, value);
    removeFirst(map, NAMES_MAX);
  }

  private static <K, V> void removeFirst(Map<K, V> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private void writeSoon() {
    if (isDue || isClosed) {
      return;
    }
    isDue = true;
    long pausedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - writtenAt);
    var unused =
        writer.schedule(this::write, Math.max(0, PAUSE_MS - pausedMs), TimeUnit.MILLISECONDS);
  }

  private void write() {
    PositionsFile.Content content;
    synchronized (this) {
      isDue = false;
      writtenAt = System.nanoTime();
      List<FilePosition> all =
          paths.values().stream().flatMap(files -> files.values().stream()).toList();
      content = new PositionsFile.Content(all, Map.copyOf(cursors), List.copyOf(patterns.keySet()));
    }
    try {
      PositionsFile.write(file, content);
    } catch (IOException e) {
      problems.accept("the positions cannot be written to " + file + ": " + e.getMessage());
    }
  }

  /** Writes what is not on disk yet. Later changes are not kept. */
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    var unused = writer.submit(this::write);
    writer.shutdown(); // What was submitted is still done, what was scheduled is not.
    try {
      if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
        problems.accept("the positions were not written to " + file + " in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
