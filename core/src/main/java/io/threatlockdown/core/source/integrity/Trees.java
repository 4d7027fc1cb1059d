package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.source.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees that are watched, by root. A path belongs to the tree with the longest root. */
record Trees(Map<String, Tree> byRoot) {
  /** The most trees: patterns may match many paths. */
  static final int TREES_MAX = 4_096;

  Trees {
    byRoot = Map.copyOf(byRoot);
  }

  /**
   * Returns what the paths of the settings stand for now.
   *
   * @param known roots that were found before, with their patterns: they are watched though gone
   */
  static Trees find(List<WatchedPath> paths, Map<String, String> known) {
    Map<String, Tree> found = new LinkedHashMap<>();
    for (WatchedPath watched : paths) {
      Glob glob = new Glob(PathBytes.path(watched.pattern()));
      for (Path path : glob.names(TREES_MAX)) {
        add(found, tree(path, watched));
      }
      known.forEach(
          (root, pattern) -> {
            if (pattern.equals(watched.pattern()) && !found.containsKey(root)) {
              add(found, new Tree(root, watched, Optional.empty()));
            }
          });
    }
    return new Trees(found);
  }

  private static void add(Map<String, Tree> found, Tree tree) {
    if (found.size() < TREES_MAX || found.containsKey(tree.root())) {
      found.put(tree.root(), tree);
    }
  }

  private static Tree tree(Path path, WatchedPath watched) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (watched.followLink() && Files.isSymbolicLink(absolute)) {
        String target = PathBytes.of(absolute.toRealPath());
        return new Tree(target, watched, Optional.of(PathBytes.of(absolute)));
      }
      Path parent = absolute.getParent();
      Path real = parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
      return new Tree(PathBytes.of(real), watched, Optional.empty());
    } catch (IOException e) {
      return new Tree(PathBytes.of(absolute), watched, Optional.empty()); // Not there yet.
    }
  }

  Collection<Tree> all() {
    return byRoot.values();
  }

  /** Returns the tree that a path belongs to. */
  Optional<Tree> of(String path) {
    String at = path;
    while (true) {
      Tree tree = byRoot.get(at);
      if (tree != null) {
        return Optional.of(tree);
      }
      if (at.equals("/")) {
        return Optional.empty();
      }
      at = PathBytes.parent(at);
    }
  }

  /** Returns the roots as text, for messages. */
  String names() {
    return Latin1.toText(String.join(", ", byRoot.keySet()));
  }
}
