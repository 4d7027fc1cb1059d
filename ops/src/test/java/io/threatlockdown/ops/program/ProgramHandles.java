package io.threatlockdown.ops.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes as the kernel lists them, zombies too. */
final class ProgramHandles {
  private static final int SESSION = 3;

  private ProgramHandles() {}

  /** Returns the processes of a session, see proc(5). */
  static List<Long> ofSession(String session) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(pid -> session(pid).equals(session)).toList();
    }
  }

  /** Kills a process that the test had started, in whatever way. */
  static boolean kill(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
  }

  private static String session(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[SESSION];
    } catch (IOException ended) {
      return "";
    }
  }
}
