package io.threatlockdown.ops.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Looks every millisecond whether the journal's files have changed. */
final class JournalWatch {
  private JournalWatch() {}

  /** Looks from now on; the result is when the first change was seen, empty if there was none. */
  static CompletableFuture<Optional<Instant>> firstChange(Path data, Duration limit) {
    Map<Path, String> before = files(data);
    CompletableFuture<Optional<Instant>> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                result.complete(
                    Waiting.until(
                        limit,
                        Duration.ofMillis(1),
                        () ->
                            files(data).equals(before)
                                ? Optional.empty()
                                : Optional.of(Clock.systemUTC().instant()))),
            "journal watch");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Returns SQLite's write-ahead logs with size and time of change. */
  private static Map<Path, String> files(Path data) {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(data, 3)) {
      for (Path file : all.filter(path -> path.toString().endsWith("-wal")).toList()) {
        files.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException | java.io.UncheckedIOException changing) {
      // Looked at again in a millisecond.
    }
    return files;
  }
}
