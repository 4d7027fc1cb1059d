package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a process asked of the kernel, as {@code strace} saw it. */
final class SyscallTrace {
  private static final String CALLS = "write,pwrite64,pwritev,fsync,fdatasync,sync_file_range";

  /** The most of one write that is kept; more than a page of a database. */
  private static final int BYTES = 8_192;

  private static final String BEGUN = " <unfinished ...>";

  private SyscallTrace() {}

  /**
   * A moment of a call.
   *
   * @param name of the call, such as {@code fdatasync}
   * @param file the name of the file it is about
   * @param text its arguments, as strace writes them
   * @param begins whether it begins here
   * @param returned what it returned here; empty if it only begins
   */
  record Moment(String name, String file, String text, boolean begins, String returned) {
    /** Whether the call ends here and did what it should. */
    boolean succeeds() {
      return !returned.isEmpty() && !returned.startsWith("-");
    }

    boolean isSync() {
      return name.equals("fsync") || name.equals("fdatasync");
    }

    boolean isWrite() {
      return name.startsWith("write") || name.startsWith("pwrite");
    }
  }

  /**
   * Runs the command to its end and returns its calls in order. Skips the test if strace is
   * missing; as root nothing may be missing, so that no run tests less.
   */
  static List<Moment> of(Path directory, List<String> command) throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "strace")));
    if ("root".equals(System.getProperty("user.name"))) {
      assertThat(installed).as("strace; ops/bin/verify installs it").isTrue();
    }
    assumeTrue(installed, "needs strace");
    Path log = directory.resolve("strace");
    List<String> traced =
        new ArrayList<>(
            List.of("strace", "-f", "-y", "-s", Integer.toString(BYTES), "-e", "trace=" + CALLS));
    traced.addAll(List.of("-e", "signal=none", "-o", log.toString()));
    traced.addAll(command);
    assertThat(new ProcessBuilder(traced).inheritIO().start().waitFor()).isZero();
    return parse(Files.readAllLines(log, StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads lines such as {@code 7 fdatasync(9</tmp/journal.db-wal>) = 0}. A call during which
   * another thread made one has two of them.
   */
  static List<Moment> parse(List<String> lines) {
    List<Moment> moments = new ArrayList<>();
    Map<String, Moment> begun = new HashMap<>();
    for (String line : lines) {
      String thread = line.substring(0, line.indexOf(' '));
      String call = line.substring(thread.length()).strip();
      String returned = call.endsWith(BEGUN) ? "" : call.substring(call.lastIndexOf(" = ") + 3);
      if (call.startsWith("<... ")) {
        Moment first = begun.remove(thread);
        if (first != null) {
          moments.add(new Moment(first.name, first.file, first.text, false, returned));
        }
      } else if (call.indexOf('<') > 0) {
        String path = call.substring(call.indexOf('<') + 1, call.indexOf('>'));
        Moment moment =
            new Moment(
                call.substring(0, call.indexOf('(')),
                path.substring(path.lastIndexOf('/') + 1),
                call.substring(call.indexOf('>') + 1),
                true,
                returned);
        moments.add(moment);
        if (returned.isEmpty()) {
          begun.put(thread, moment);
        }
      }
    }
    return moments;
  }
}
