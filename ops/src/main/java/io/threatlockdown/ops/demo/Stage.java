package io.threatlockdown.ops.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A testbed in a temporary directory. Both are removed when it is closed or when the process is
 * told to end, whichever comes first.
 */
final class Stage implements AutoCloseable {
  private final Path directory;
  private final Thread hook = new Thread(this::remove, "demo clean-up");
  private Optional<Testbed> built = Optional.empty();
  private boolean removed;

  private Stage(Path directory) {
    this.directory = directory;
  }

  static Stage open() {
    try {
      Stage stage = new Stage(Files.createTempDirectory("tld-demo"));
      Runtime.getRuntime().addShutdownHook(stage.hook);
      return stage;
    } catch (IOException failed) {
      throw new DemoException("no temporary directory: " + failed.getMessage());
    }
  }

  /** Builds the testbed. A signal meanwhile waits until there is something to remove. */
  synchronized Testbed build() {
    if (removed) {
      throw new DemoException("told to end");
    }
    Testbed testbed = Testbed.open(directory, "tld" + Long.toString(System.nanoTime(), 36));
    built = Optional.of(testbed);
    return testbed;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook runs, and finds nothing left to do.
    }
  }

  private synchronized void remove() {
    if (!removed) {
      removed = true;
      built.ifPresent(Testbed::close);
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException left) {
      // A temporary directory; its removal is nobody's promise.
    }
  }
}
