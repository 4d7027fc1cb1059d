package io.threatlockdown.ops.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds and runs programs of the system. */
final class Programs {
  private static final long LIMIT_SECONDS = 30;

  private Programs() {}

  /** What a program wrote on both its outputs, and its exit status; 124 if it was killed. */
  record Ended(int status, String output) {}

  /** Returns where the program is; empty if it is not installed. */
  static Optional<Path> find(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin")
        .map(dir -> Path.of(dir, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns the command with the full path of its program, for a PATH may lack the sbins. */
  static List<String> resolved(List<String> command) {
    List<String> resolved = new ArrayList<>(command);
    find(command.get(0)).ifPresent(path -> resolved.set(0, path.toString()));
    return resolved;
  }

  /** Runs the command, kills it after {@value #LIMIT_SECONDS} s, and returns how it ended. */
  static Ended run(List<String> command) {
    try {
      Path output = Files.createTempFile("tld-demo", ".out");
      try {
        Process process =
            new ProcessBuilder(resolved(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        return new Ended(ended ? process.exitValue() : 124, text);
      } finally {
        Files.delete(output);
      }
    } catch (IOException failed) {
      throw new DemoException(String.join(" ", command) + ": " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted while running " + command.get(0));
    }
  }

  /** Runs the command and returns what it wrote; fails with that if its status is not 0. */
  static String runOk(List<String> command) {
    Ended ended = run(command);
    if (ended.status() != 0) {
      throw new DemoException(String.join(" ", command) + ": " + ended.output().strip());
    }
    return ended.output();
  }
}
