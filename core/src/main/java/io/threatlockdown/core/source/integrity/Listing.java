package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.source.integrity.IntegritySettings.SkippedFileSystem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Enters directories: watches them, and queues what is in them and what is not any more. */
final class Listing {
  private static final int DEVICES_MAX = 256;

  private final Map<Long, Boolean> skipped = new LinkedHashMap<>();
  private final Tree tree;
  private final Surroundings shared;
  private final PathQueue queue;

  Listing(Tree tree, Surroundings shared, PathQueue queue) {
    this.tree = tree;
    this.shared = shared;
    this.queue = queue;
  }

  void enter(Look.Directory directory, String path) {
    try {
      if (isSkipped(directory)) {
        return;
      }
      if (tree.watched().realtime()) {
        // Before it is listed: what comes later is noticed.
        var unused = shared.watch().add(directory.held().path(), path);
      }
      Set<String> names = list(directory.held().path());
      if (names.size() > queue.room() - 1) {
        shared.troubles().count(Troubles.Kind.NAMES_LIMIT, path, "");
      }
      List<String> paths = new ArrayList<>();
      names.stream()
          .limit(Math.max(0, queue.room() - 1))
          .forEach(name -> paths.add(PathBytes.in(path, name)));
      paths.addAll(vanished(path, names));
      queue.nest(paths);
    } catch (IOException | DirectoryIteratorException e) {
      shared.troubles().count(Troubles.Kind.UNREADABLE, path, String.valueOf(e.getMessage()));
    }
  }

  private Set<String> list(Path directory) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        names.add(PathBytes.ofName(each.getFileName()));
        if (names.size() >= queue.room()) {
          break;
        }
      }
    }
    return names;
  }

  /** Returns what is known in the directory and was not listed, in whatever depth it was. */
  private Set<String> vanished(String directory, Set<String> names) {
    int from = PathBytes.in(directory, "").length();
    Set<String> gone = new LinkedHashSet<>();
    for (String known : shared.baseline().below(directory)) {
      int slash = known.indexOf('/', from);
      String name = known.substring(from, slash < 0 ? known.length() : slash);
      if (!names.contains(name)) {
        gone.add(PathBytes.in(directory, name));
      }
    }
    return gone;
  }

  private boolean isSkipped(Look.Directory directory) throws IOException {
    Set<SkippedFileSystem> kinds = shared.settings().skipped();
    if (kinds.isEmpty()) {
      return false;
    }
    Boolean known = skipped.get(directory.device());
    if (known == null) {
      if (skipped.size() >= DEVICES_MAX) {
        skipped.clear();
      }
      String type = Files.getFileStore(directory.held().path()).type();
      known = kinds.stream().anyMatch(kind -> kind.has(type));
      skipped.put(directory.device(), known);
    }
    return known;
  }
}
