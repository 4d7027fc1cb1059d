package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.source.SourceListener;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The passes of all trees, in turns. Owned by one thread. */
final class Passes implements AutoCloseable {
  /** How often patterns are looked up again, and missing roots looked for. */
  static final long SEARCH_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How often trees are looked through of which inotify does not tell everything. */
  static final long BLIND_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Looking through rests as long as it worked, each time it has worked so long. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What was noticed in a tree, and all of it. */
  private record Pair(Pass realtime, Pass scheduled) {}

  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final Surroundings shared;
  private final ScanClock scans;
  private final LongSupplier nanos;
  private final SourceListener listener;
  private Trees trees = new Trees(Map.of());
  private List<Pair> turn = List.of();
  private int next;
  private boolean isBegun;
  private boolean isScanning;
  private long searchAt;
  private long blindAt;
  private long burst;
  private long restUntil;

  Passes(Surroundings shared, ScanClock scans, LongSupplier nanos, SourceListener listener) {
    this.shared = shared;
    this.scans = scans;
    this.nanos = nanos;
    this.listener = listener;
    this.restUntil = nanos.getAsLong();
  }

  /** Begins what is due by time. */
  void startDue() {
    long now = nanos.getAsLong();
    if (!isBegun || now - searchAt >= 0) {
      search();
      searchAt = now + SEARCH_NANOS;
    }
    if (!isBegun) {
      isBegun = true;
      blindAt = now + BLIND_NANOS;
      begin(shared.settings().scanOnStart());
    } else if (scans.isDue()) {
      begin(true);
    }
    if (!shared.watch().trouble().isEmpty() && now - blindAt >= 0) {
      blindAt = now + BLIND_NANOS;
      turn.stream()
          .map(Pair::realtime)
          .filter(pass -> pass.tree().watched().realtime() && pass.isIdle())
          .forEach(pass -> pass.offer(pass.tree().root()));
    }
    if (isScanning && turn.stream().allMatch(pair -> pair.scheduled().isIdle())) {
      isScanning = false;
      report();
    }
  }

  private void begin(boolean isScan) {
    shared.troubles().reset();
    for (Pair pair : turn) {
      Tree tree = pair.realtime().tree();
      boolean isNew =
          !shared.isKnown(tree) || (tree.watched().protect() && !shared.isProtected(tree));
      if (isScan || isNew) {
        pair.scheduled().begin();
        isScanning = true;
      } else if (tree.watched().realtime()) {
        pair.realtime().offer(tree.root()); // It has to be entered to be watched.
      }
    }
    if (turn.stream().anyMatch(pair -> !shared.isKnown(pair.realtime().tree()))) {
      listener.gone(IntegrityReader.NAME, "looked through for the first time: " + trees.names());
    } else if (!isScanning) {
      report();
    }
  }

  private void report() {
    String blind = shared.watch().trouble();
    if (shared.troubles().isEmpty() && blind.isEmpty()) {
      listener.up(IntegrityReader.NAME);
    } else {
      String each = shared.troubles().isEmpty() ? "" : shared.troubles().toString();
      listener.degraded(
          IntegrityReader.NAME, blind + (blind.isEmpty() || each.isEmpty() ? "" : "; ") + each);
    }
  }

  /** Looks up what the settings stand for. Passes of trees that go on stay as they are. */
  private void search() {
    Trees found = Trees.find(shared.settings().paths(), shared.baseline().roots());
    if (found.equals(trees)) {
      watchRoots();
      return;
    }
    trees = found;
    Map<String, Pair> before = new LinkedHashMap<>(pairs);
    pairs.clear();
    for (Tree tree : found.all()) {
      Pair old = before.get(tree.root());
      Pair pair =
          new Pair(
              new Pass(tree, "realtime", found, shared),
              new Pass(tree, "scheduled", found, shared));
      pairs.put(tree.root(), pair);
      if (isBegun && (old == null || !old.scheduled().isIdle() || !old.realtime().isIdle())) {
        pair.scheduled().begin();
        isScanning = true;
      }
    }
    before.values().forEach(Passes::close);
    turn = new ArrayList<>(pairs.values());
    next = 0;
    watchRoots();
  }

  /** A root is seen to come and go from the directory that it is in. */
  private void watchRoots() {
    for (Pair pair : turn) {
      Tree tree = pair.realtime().tree();
      String parent = PathBytes.parent(tree.root());
      Path directory = PathBytes.path(parent);
      if (tree.watched().realtime() && Files.isDirectory(directory)) {
        boolean isNew = shared.watch().add(directory, parent);
        if (isNew && isBegun) {
          pair.realtime().offer(tree.root()); // It may have come before its directory was watched.
        }
      }
    }
  }

  /**
   * Takes note of a path where something has happened.
   *
   * @param isAnywhere whether it may have happened to anything in it
   */
  void offer(String path, boolean isAnywhere) {
    trees
        .of(path)
        .filter(tree -> tree.watched().realtime())
        .map(tree -> pairs.get(tree.root()))
        .ifPresent(pair -> pair.realtime().offer(path));
    if (isAnywhere) {
      for (Pair pair : turn) {
        Tree tree = pair.realtime().tree();
        if (tree.watched().realtime() && PathBytes.parent(tree.root()).equals(path)) {
          pair.realtime().offer(tree.root());
        }
      }
    }
  }

  /** Returns how long there is nothing to do, in nanoseconds. */
  long untilWork() {
    long now = nanos.getAsLong();
    if (turn.stream().anyMatch(pair -> !pair.realtime().isIdle())) {
      return 0;
    }
    if (turn.stream().anyMatch(pair -> !pair.scheduled().isIdle())) {
      return Math.max(0, restUntil - now);
    }
    return TimeUnit.SECONDS.toNanos(1);
  }

  /** Does a little of what there is to do, and returns what that found to report. */
  Optional<Finding> step(ByteBuffer buffer) {
    for (int i = 0; i < turn.size(); i++) {
      Pair pair = turn.get(next);
      next = (next + 1) % turn.size();
      if (!pair.realtime().isIdle()) {
        return pair.realtime().step(buffer);
      }
      long begun = nanos.getAsLong();
      if (!pair.scheduled().isIdle() && begun - restUntil >= 0) {
        Optional<Finding> finding = pair.scheduled().step(buffer);
        restAfter(nanos.getAsLong() - begun);
        return finding;
      }
    }
    return Optional.empty();
  }

  private void restAfter(long worked) {
    burst += worked;
    if (burst >= BURST_NANOS) {
      restUntil = nanos.getAsLong() + burst;
      burst = 0;
    }
  }

  private static void close(Pair pair) {
    pair.realtime().close();
    pair.scheduled().close();
  }

  @Override
  public void close() {
    pairs.values().forEach(Passes::close);
  }
}
