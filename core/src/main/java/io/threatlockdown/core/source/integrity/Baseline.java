package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the watched files were when what became of them was last answered for: in memory, and in a
 * file that a thread of its own appends to. A change is on disk at most a tenth of a second later;
 * one that a crash takes away is found and reported again. Safe for any thread.
 */
final class Baseline implements AutoCloseable {
  private static final long PAUSE_MS = 100;

  /** The file is written anew when it has so many records more than needed, and twice as many. */
  private static final int SPARE_RECORDS = 4_096;

  /**
   * What becomes of a path.
   *
   * @param state empty: it is gone
   */
  record Change(String path, Optional<FileState> state) {}

  private final TreeMap<String, FileState> files = new TreeMap<>();
  private final Map<String, String> roots = new HashMap<>();
  private final BaselineFile file;
  private final Consumer<String> problems;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "integrity baseline");
            thread.setDaemon(true);
            return thread;
          });

  private List<String> unwritten = new ArrayList<>();
  private long records;
  private boolean isWhole;
  private boolean isDue;
  private boolean isClosed;

  private Baseline(BaselineFile file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads the file if there is one.
   *
   * @param problems told in a sentence what is wrong with the file
   */
  static Baseline open(Path path, Consumer<String> problems) {
    Baseline baseline = new Baseline(new BaselineFile(path), problems);
    synchronized (baseline) {
      try {
        BaselineFile.Reading reading = baseline.file.read(baseline::adopt);
        baseline.records = reading.records();
        baseline.isWhole = reading.damaged() == 0 && reading.endsWell();
        if (reading.damaged() > 0) {
          problems.accept(
              reading.damaged()
                  + " records of the baseline "
                  + path
                  + " are damaged; their files are reported as new");
        }
      } catch (IOException e) {
        problems.accept(
            "the baseline "
                + path
                + " is lost, changes made while the service was down are not reported: "
                + e.getMessage());
      }
    }
    return baseline;
  }

  private void adopt(BaselineFile.Entry read) {
    if (read instanceof BaselineFile.Root root) {
      roots.put(root.root(), root.pattern());
    } else if (read instanceof BaselineFile.File known) {
      put(known.change());
    }
  }

  private void put(Change change) {
    change
        .state()
        .ifPresentOrElse(
            state -> files.put(change.path(), state), () -> files.remove(change.path()));
  }

  synchronized Optional<FileState> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  synchronized int size() {
    return files.size();
  }

  /** Returns the known paths below a directory, in order. */
  synchronized List<String> below(String directory) {
    String from = PathBytes.in(directory, "");
    String to = from.substring(0, from.length() - 1) + (char) ('/' + 1);
    return List.copyOf(files.subMap(from, false, to, false).keySet());
  }

  /** Returns the roots that were looked through to the end, each with the pattern it came from. */
  synchronized Map<String, String> roots() {
    Map<String, String> paths = new HashMap<>(roots);
    paths.keySet().removeIf(root -> !root.startsWith("/"));
    return paths;
  }

  /** Whether {@link #know} was told this. */
  synchronized boolean knows(String root) {
    return roots.containsKey(root);
  }

  /** Remembers that what is not known below this root is new. Marks begin with no slash. */
  synchronized void know(String root, String pattern) {
    roots.put(root, pattern);
    writeSoon(BaselineFile.text(new BaselineFile.Root(root, pattern)));
  }

  /** Remembers what has become of these. */
  synchronized void commit(List<Change> changes) {
    for (Change change : changes) {
      put(change);
      writeSoon(BaselineFile.text(new BaselineFile.File(change)));
    }
  }

  /** Forgets what is not watched any more. Returns how many files that were. */
  synchronized int retain(Predicate<String> paths, Predicate<String> patterns) {
    int before = files.size() + roots.size();
    files.keySet().removeIf(path -> !paths.test(path));
    roots.values().removeIf(pattern -> !patterns.test(pattern));
    int gone = before - files.size() - roots.size();
    if (gone > 0) {
      isWhole = false;
      schedule();
    }
    return gone;
  }

  private void writeSoon(String line) {
    if (isClosed) {
      return;
    }
    unwritten.add(line);
    schedule();
  }

  private void schedule() {
    if (!isDue) {
      isDue = true;
      var unused = writer.schedule(this::write, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void write() {
    List<String> lines;
    boolean isAnew;
    synchronized (this) {
      isDue = false;
      records += unwritten.size();
      int needed = files.size() + roots.size();
      isAnew = !isWhole || records > 2L * needed + SPARE_RECORDS;
      lines = isAnew ? all() : unwritten;
      records = isAnew ? lines.size() : records;
      unwritten = new ArrayList<>();
      isWhole = true;
    }
    try {
      if (isAnew) {
        file.replace(lines);
      } else {
        file.append(lines);
      }
    } catch (IOException e) {
      synchronized (this) {
        isWhole = false; // Whatever is there now: the next write replaces it.
      }
      problems.accept("the baseline cannot be written: " + e.getMessage());
    }
  }

  private List<String> all() {
    List<String> lines = new ArrayList<>(files.size() + roots.size());
    roots.forEach((root, pattern) -> lines.add(text(root, pattern)));
    files.forEach(
        (path, state) ->
            lines.add(
                BaselineFile.text(new BaselineFile.File(new Change(path, Optional.of(state))))));
    return lines;
  }

  private static String text(String root, String pattern) {
    return BaselineFile.text(new BaselineFile.Root(root, pattern));
  }

  /** Writes what is not on disk yet. Later changes are not kept. */
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      if (isDue) {
        var unused = writer.submit(this::write);
      }
    }
    writer.shutdown(); // What was submitted is still done, what was scheduled is not.
    try {
      if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
        problems.accept("the baseline was not written in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
