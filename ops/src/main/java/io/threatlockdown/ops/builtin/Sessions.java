package io.threatlockdown.ops.builtin;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What runs for an account: its processes, and those of its logins that have become another
 * account's, such as a shell of sudo's. This process and what started it are never ended.
 */
final class Sessions {
  /** Between the hang-up and the kill. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final long LOOK_EVERY_MS = 50;
  private static final int HANG_UP = 1;
  private static final int KILL = 9;

  /** Processes that start others faster than they are killed are told apart from a few left. */
  private static final int ROUNDS_MAX = 20;

  /**
   * Ends them. Returns how many there were at first.
   *
   * @throws ActionException if some are still there
   */
  int end(int uid) throws ActionException {
    try {
      List<Integer> first = processes(uid);
      first.forEach(pid -> signal(pid, HANG_UP));
      long giveUp = System.nanoTime() + GRACE.toNanos();
      while (!processes(uid).isEmpty() && System.nanoTime() < giveUp) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      }
      for (int i = 0; i < ROUNDS_MAX; i++) {
        List<Integer> left = processes(uid);
        if (left.isEmpty()) {
          return first.size();
        }
        left.forEach(pid -> signal(pid, KILL));
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      }
      throw new ActionException("processes of the account do not end: " + processes(uid));
    } catch (IOException | LinkageError failed) {
      throw new ActionException("processes of the account: " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ActionException("interrupted while processes were ended", interrupted);
    }
  }

  private static List<Integer> processes(int uid) throws IOException {
    Set<Long> spared = new HashSet<>();
    Optional<ProcessHandle> next = Optional.of(ProcessHandle.current());
    while (next.isPresent()) {
      spared.add(next.get().pid());
      next = next.get().parent();
    }
    List<Integer> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.toList()) {
        String name = String.valueOf(each.getFileName());
        if (name.matches("\\d{1,9}") && !spared.contains(Long.parseLong(name)) && isOf(each, uid)) {
          found.add(Integer.parseInt(name));
        }
      }
    }
    return found;
  }

  private static boolean isOf(Path process, int uid) {
    try {
      String status = Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1);
      boolean ended = status.contains("\nState:\tZ") || status.contains("\nState:\tX");
      return !ended && (status.contains("\nUid:\t" + uid + "\t") || isLoginOf(process, uid));
    } catch (IOException gone) {
      return false;
    }
  }

  /** The kernel keeps who logged in, whatever account a process changes to. */
  private static boolean isLoginOf(Path process, int uid) {
    try {
      return Files.readString(process.resolve("loginuid"), StandardCharsets.ISO_8859_1)
          .strip()
          .equals(Integer.toString(uid));
    } catch (IOException gone) {
      return false; // Or a kernel without audit.
    }
  }

  private static void signal(int pid, int number) {
    int unused = LibC.INSTANCE.kill(pid, number);
  }

  /** The one function of the C library in use. */
  private interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class);

    int kill(int pid, int number);
  }
}
