package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.file.Path;

/** Puts the protected copy of a file back. */
@FunctionalInterface
public interface FileRestore {
  /**
   * Makes the file what its protected copy is, and reads that back. May block.
   *
   * @return what was done, in words
   * @throws ActionException if there is no such copy, or the file may not be written
   */
  String restore(Path file) throws ActionException, IOException;
}
