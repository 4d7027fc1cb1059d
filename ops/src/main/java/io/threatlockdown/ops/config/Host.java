package io.threatlockdown.ops.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What defaults depend on.
 *
 * @param root whether the process runs as root
 * @param conf threatlockdown.conf where no flag names one
 * @param ossecConf Wazuh's own ossec.conf
 * @param programs the directory of Wazuh's response programs
 * @param rootData the data directory of root
 * @param userData the data directory of another user
 */
public record Host(
    boolean root, Path conf, Path ossecConf, Path programs, Path rootData, Path userData) {

  /** Returns what holds for this process. */
  public static Host current() {
    String home = System.getProperty("user.home", "/");
    Path share =
        Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .orElse(Path.of(home, ".local", "share"));
    return new Host(
        isRoot(),
        Path.of("/etc/threatlockdown/threatlockdown.conf"),
        Path.of("/var/ossec/etc/ossec.conf"),
        Path.of("/var/ossec/active-response/bin"),
        Path.of("/var/lib/threatlockdown"),
        share.resolve("threatlockdown"));
  }

  /** Returns the data directory where nothing else is said. */
  public Path data() {
    return root ? rootData : userData;
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
