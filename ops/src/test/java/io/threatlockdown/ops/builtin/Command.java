package io.threatlockdown.ops.builtin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that tests run. */
final class Command {
  private static final long LIMIT_SECONDS = 60;

  private Command() {}

  /** Runs it and returns what it wrote on both its outputs; fails unless its status is 0. */
  static String run(List<String> command) {
    try {
      Path output = Files.createTempFile("builtin", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        if (!ended || process.exitValue() != 0) {
          throw new IllegalStateException(String.join(" ", command) + ": " + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
