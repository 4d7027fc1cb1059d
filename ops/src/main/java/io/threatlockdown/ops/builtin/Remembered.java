package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What one kind of response has done or is about to do, a small file each, in a directory of its
 * own. On disk when a verb returns: written before the deed, removed when it is undone.
 */
final class Remembered {
  private final Path directory;

  Remembered(Path directory) {
    this.directory = directory;
  }

  /** Returns what is remembered of that name, which holds no slash. */
  Optional<String> of(String name) throws ActionException, IOException {
    return file(name).read();
  }

  void remember(String name, String what) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    file(name).write(what);
  }

  void forget(String name) throws IOException {
    file(name).remove();
  }

  private SafeFile file(String name) {
    return new SafeFile(directory.resolve(name + ".done"));
  }
}
