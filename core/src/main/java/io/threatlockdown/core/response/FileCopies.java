package io.threatlockdown.core.response;

import java.io.IOException;
import java.nio.file.Path;

/** Copies that changed files are put back from. Safe for any thread; reads and writes disks. */
@FunctionalInterface
public interface FileCopies {
  /**
   * An operator says that a file is right as it is now: from now on it is put back to that.
   *
   * @param file absolute; a regular file
   * @throws IOException with a text for the operator, if no copy could be made
   */
  void accept(Path file) throws IOException;
}
