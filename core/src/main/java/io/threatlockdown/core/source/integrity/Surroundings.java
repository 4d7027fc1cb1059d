package io.threatlockdown.core.source.integrity;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What passes through trees share.
 *
 * @param ignores paths that are not watched
 * @param uncommitted what was reported and is not answered for: it is what is known meanwhile
 */
record Surroundings(
    IntegritySettings settings,
    Predicate<String> ignores,
    PathHolder holder,
    Stat stat,
    Baseline baseline,
    Map<String, Optional<FileState>> uncommitted,
    KeptTexts texts,
    ProtectedCopies copies,
    TreeWatch watch,
    Troubles troubles) {

  /** The mark of a root whose files have their protected copies. No path begins so. */
  static final String PROTECTED = "protected:";

  static Map<String, Optional<FileState>> nothingUncommitted() {
    return new ConcurrentHashMap<>();
  }

  /** Returns what a file was when it was last reported or found unchanged. */
  Optional<FileState> known(String path) {
    Optional<FileState> reported = uncommitted.get(path);
    return reported == null ? baseline.find(path) : reported;
  }

  /** Returns the known paths below a directory. */
  List<String> knownBelow(String directory) {
    return baseline.below(directory).stream().filter(path -> known(path).isPresent()).toList();
  }

  /** Whether no further file can be watched. */
  boolean isFull() {
    return baseline.size() + uncommitted.size() >= settings.limits().files();
  }

  boolean isKnown(Tree tree) {
    return baseline.knows(tree.root());
  }

  boolean isProtected(Tree tree) {
    return baseline.knows(PROTECTED + tree.root());
  }

  /** Remembers a state that nobody needs to hear of. */
  void keep(String path, FileState state) {
    baseline.commit(List.of(new Baseline.Change(path, Optional.of(state))));
  }

  Look look(String path, Tree tree, List<StagedCopy> copyTo) {
    Path at = PathBytes.path(path);
    long bytesMax = settings.limits().hashedBytes();
    return new Look(at, holder, stat, new Look.Wish(tree.watched().hashes(), bytesMax, copyTo));
  }
}
