package io.threatlockdown.core.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows files in turn, so that one with much to read does not starve the others, and waits for
 * events when none has more. Level triggered: after each event, or a while without, every file is
 * looked at.
 */
final class FilesReader implements BatchReader {
  /** The most files that are followed at a time. */
  static final int FILES_MAX = 512;

  /** New names are looked for at most this often, in nanoseconds. */
  private static final long SEARCH_PAUSE_NANOS = 50_000_000L;

  private record Pattern(LogFile file, Glob glob) {}

  private final String name;
  private final List<Pattern> patterns;
  private final TailContext context;
  private final DirectoryWatch watch;
  private final Map<Path, Tail> tails = new LinkedHashMap<>();

  private List<Tail> turn = List.of();
  private int next;
  private boolean isSearched;
  private long searchedAt;
  private long searchAt;

  FilesReader(String name, List<LogFile> files, TailContext context) {
    this.name = name;
    this.patterns =
        files.stream().map(file -> new Pattern(file, new Glob(file.pattern()))).toList();
    this.context = context;
    this.watch = new DirectoryWatch(reason -> context.listener().degraded(name, reason));
  }

  @Override
  public Optional<LineBatch> next() throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!isSearched || context.nanos().getAsLong() - searchAt >= 0) {
        search();
      }
      for (int i = 0; i < turn.size(); i++) {
        Optional<LineBatch> batch = turn.get(next).read();
        next = (next + 1) % turn.size();
        if (batch.isPresent()) {
          return batch;
        }
      }
      await();
    }
  }

  private void await() throws InterruptedException {
    long now = context.nanos().getAsLong();
    boolean isCreated = watch.await(Math.max(1, searchAt - now));
    if (isCreated) {
      long soonest = Math.max(context.nanos().getAsLong(), searchedAt + SEARCH_PAUSE_NANOS);
      searchAt = soonest - searchAt < 0 ? soonest : searchAt;
    }
  }

  /** Looks for files that match and are not followed yet. Watches before it looks. */
  private void search() {
    Map<Path, LogFile.Start> found = find();
    tails.values().removeIf(tail -> tail.isOver() && !found.containsKey(tail.path()));
    for (Map.Entry<Path, LogFile.Start> match : found.entrySet()) {
      Path path = match.getKey();
      if (tails.size() < FILES_MAX) {
        tails.computeIfAbsent(
            path,
            key ->
                new Tail(
                    path, match.getValue(), context, (id, nameNow) -> isHeld(id, nameNow, path)));
      } else if (!tails.containsKey(path)) {
        context.listener().degraded(name, "more than " + FILES_MAX + " files match");
      }
    }
    if (tails.size() != turn.size() || !tails.values().containsAll(turn)) {
      turn = new ArrayList<>(tails.values());
      next = 0;
    }
    patterns.forEach(pattern -> context.positions().know(pattern.file().pattern()));
    isSearched = true;
    searchedAt = context.nanos().getAsLong();
    searchAt = searchedAt + context.timing().look().toNanos();
    context.listener().flush();
  }

  private Map<Path, LogFile.Start> find() {
    Map<Path, LogFile.Start> found = new LinkedHashMap<>();
    boolean isAnyNew = true;
    for (int i = 0; i < 3 && isAnyNew; i++) {
      Set<Path> directories = new HashSet<>();
      for (Pattern pattern : patterns) {
        boolean isKnown = isSearched || context.positions().knows(pattern.file().pattern());
        LogFile.Start start = isKnown ? LogFile.Start.BEGINNING : pattern.file().start();
        Glob.Matches matches = pattern.glob().matches(FILES_MAX + 1);
        matches.files().forEach(path -> found.putIfAbsent(path, start));
        directories.addAll(matches.directories());
      }
      isAnyNew = watch.watch(directories);
    }
    return found;
  }

  private boolean isHeld(FileId id, Path nameNow, Path notBy) {
    for (Tail tail : turn) {
      if (!tail.path().equals(notBy) && tail.holds(id, nameNow)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    tails.values().forEach(Tail::close);
    watch.close();
  }
}
