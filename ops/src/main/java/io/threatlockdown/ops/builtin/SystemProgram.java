package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of the system, found in the directories of root's programs and never by PATH, run
 * without a shell, with an environment of its own, and killed when its time is over.
 */
final class SystemProgram {
  /** Longer than usermod waits for a lock of the account files: 15 s. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  /** Where distributions put what root runs. */
  static final List<Path> DIRECTORIES =
      Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").map(Path::of).toList();

  private static final int OUTPUT_MAX = 4_096;
  private static final int TEXT_MAX = 300;

  private final Path file;
  private final Duration timeLimit;

  private SystemProgram(Path file, Duration timeLimit) {
    this.file = file;
    this.timeLimit = timeLimit;
  }

  /** How it ended, and the beginning of what it wrote on both its outputs, in one line. */
  record Ended(int status, String text) {}

  /** Returns the program of that name. */
  static SystemProgram find(String name) throws ActionException {
    return find(name, DIRECTORIES, TIME_LIMIT);
  }

  static SystemProgram find(String name, List<Path> directories, Duration timeLimit)
      throws ActionException {
    Optional<Path> file =
        directories.stream()
            .map(each -> each.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    return new SystemProgram(
        file.orElseThrow(() -> new ActionException("the program " + name + " is not installed")),
        timeLimit);
  }

  /** Runs it to its end. What it writes beyond a pipe's room makes it wait, and be killed. */
  Ended run(List<String> arguments) throws ActionException {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      Process process = builder.start();
      try (InputStream output = process.getInputStream()) {
        if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ActionException(file + " took more than " + timeLimit.toSeconds() + " s");
        }
        return new Ended(process.exitValue(), text(output));
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        var unused = process.destroyForcibly();
      }
    } catch (IOException failed) {
      throw new ActionException(file + ": " + failed.getMessage(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ActionException(file + " was interrupted", interrupted);
    }
  }

  /** Runs it; a status that is not 0 is a failure. */
  void runOk(List<String> arguments) throws ActionException {
    Ended ended = run(arguments);
    if (ended.status() != 0) {
      throw new ActionException(
          file + " failed with status " + ended.status() + ": " + ended.text());
    }
  }

  /** Its children may hold the pipe open, so only what is there is read. */
  private static String text(InputStream output) throws IOException {
    byte[] bytes = output.readNBytes(Math.min(output.available(), OUTPUT_MAX));
    String text =
        new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("[\\p{Cntrl}]+", " ");
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text;
  }
}
