package io.threatlockdown.ops.config;

import java.nio.file.Path;

/** A host that has all its files in a directory of the test's. */
final class TemporaryHost {
  private TemporaryHost() {}

  static Host in(Path directory) {
    return new Host(
        true,
        directory.resolve("threatlockdown.conf"),
        directory.resolve("ossec/etc/ossec.conf"),
        directory.resolve("ossec/active-response/bin"),
        directory.resolve("root"),
        directory.resolve("user"));
  }
}
