package io.threatlockdown.core.source;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the file system says about a file; a symbolic link stands for its target. */
record FileFacts(FileId id, long size, Instant modified, boolean isRegular) {
  static FileFacts of(Path path) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile");
    return new FileFacts(
        new FileId(number(facts, "dev"), number(facts, "ino")),
        number(facts, "size"),
        ((FileTime) requireNonNull(facts.get("lastModifiedTime"))).toInstant(),
        (Boolean) requireNonNull(facts.get("isRegularFile")));
  }

  /** Returns the facts; empty if there is no such file. */
  static Optional<FileFacts> ifPresent(Path path) throws IOException {
    try {
      return Optional.of(of(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, Object> facts, String name) {
    return ((Number) requireNonNull(facts.get(name))).longValue();
  }
}
