package io.threatlockdown.core.source.integrity;

import java.util.Optional;

/**
 * A watched path as it is found on this host, with all below it that no other tree has.
 *
 * @param root bytes of its path, without links on the way
 * @param symbolicPath the link by which it was named, if that is followed
 */
record Tree(String root, WatchedPath watched, Optional<String> symbolicPath) {
  /** Whether what is in this directory is watched. */
  boolean enters(String directory) {
    long depth =
        directory.equals(root)
            ? 0
            : directory
                .substring(root.equals("/") ? 0 : root.length())
                .chars()
                .filter(c -> c == '/')
                .count();
    return depth <= watched.recursionLevel();
  }
}
