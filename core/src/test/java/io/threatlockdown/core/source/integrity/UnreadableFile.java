package io.threatlockdown.core.source.integrity;

import static io.threatlockdown.core.source.integrity.Watched.field;
import static io.threatlockdown.core.source.integrity.Watched.realtime;
import static io.threatlockdown.core.source.integrity.Watched.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Watches a file that may not be read: by itself, or in a process that gave up root's rights. */
final class UnreadableFile {
  private static final String TOLD = "told";

  private UnreadableFile() {}

  /**
   * Returns which fields are told to have changed once the permissions of the file "locked" did.
   */
  static String watch(Path data, Path directory) throws IOException {
    Path locked = directory.resolve("locked");
    try (Watched watched = Watched.begin(data, settings(realtime(directory)))) {
      watched.awaitReport("degraded 1 files whose content is not read");
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("--x------"));
      return field(watched.next(), "changed_fields");
    }
  }

  /** Does the same in a JVM that still is root, but has no right to pass over permissions. */
  static String watchWithoutRights(Path data, Path directory)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                List.of(
                    "setpriv",
                    "--bounding-set=-dac_override,-dac_read_search",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    UnreadableFile.class.getName(),
                    data.toString(),
                    directory.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = child.waitFor();
    if (status != 0) {
      throw new IOException("exit status " + status + ": " + output);
    }
    return Files.readString(data.resolve(TOLD));
  }

  /** Writes what {@link #watch} returns of the directories given into the first. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Files.writeString(data.resolve(TOLD), watch(data, Path.of(args[1])));
  }
}
