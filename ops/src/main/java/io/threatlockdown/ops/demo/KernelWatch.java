package io.threatlockdown.ops.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sees the kernel's own notices of changed elements in a namespace, through {@code nft monitor}.
 */
final class KernelWatch {
  private final SeenLines lines = new SeenLines();

  private KernelWatch() {}

  /** Starts to watch; ends with the namespace's processes. */
  static KernelWatch start(NetworkNamespace namespace) throws IOException {
    KernelWatch watch = new KernelWatch();
    Process monitor =
        new ProcessBuilder(namespace.inside(List.of("nft", "monitor", "new", "elements")))
            .redirectErrorStream(true)
            .start();
    Thread reader = new Thread(() -> watch.read(monitor), "nft monitor");
    reader.setDaemon(true);
    reader.start();
    return watch;
  }

  SeenLines lines() {
    return lines;
  }

  private void read(Process monitor) {
    try (BufferedReader output = monitor.inputReader(StandardCharsets.ISO_8859_1)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException ended) {
      // Killed with its namespace.
    }
  }
}
