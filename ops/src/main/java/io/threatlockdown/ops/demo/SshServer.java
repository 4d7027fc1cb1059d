package io.threatlockdown.ops.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's sshd in a namespace, with a mount namespace of its own in which {@code /dev/log} is our
 * socket: nothing of the host's is touched.
 */
final class SshServer {
  /** Arguments: working directory, path of sshd. The real devices stay, one by one. */
  private static final String START =
      """
      set -e
      mkdir -p "$1/dev"
      mount --rbind /dev "$1/dev"
      mount -t tmpfs -o mode=755 tmpfs /dev
      for node in null zero full random urandom tty; do
        : > "/dev/$node"
        mount --bind "$1/dev/$node" "/dev/$node"
      done
      mkdir /dev/pts
      mount --bind "$1/dev/pts" /dev/pts
      ln -s "$1/log.sock" /dev/log
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir -m 755 /run/sshd
      exec "$2" -D -f "$1/sshd_config"
      """;

  /** Who may log in by key: nobody, unless the caller writes this file. */
  static final String AUTHORIZED_KEYS = "authorized_keys";

  private SshServer() {}

  /** Starts it. The caller waits for its port, and kills it with the namespace. */
  static Process start(NetworkNamespace namespace, Path directory, List<String> addresses)
      throws IOException {
    Path key = directory.resolve("host_key");
    makeKey(key);
    StringBuilder config = new StringBuilder();
    addresses.forEach(address -> config.append("ListenAddress ").append(address).append('\n'));
    config.append("HostKey ").append(key).append('\n');
    config.append(
        """
        AuthorizedKeysFile %s
        StrictModes no
        Port 22
        UsePAM no
        PidFile none
        MaxStartups 1000
        UseDNS no
        """
            .formatted(directory.resolve(AUTHORIZED_KEYS)));
    Files.writeString(directory.resolve("sshd_config"), config);
    String sshd = Programs.find("sshd").orElseThrow().toString();
    List<String> command =
        List.of(
            "unshare",
            "-m",
            "--propagation",
            "private",
            "sh",
            "-c",
            START,
            "sh",
            directory.toString(),
            sshd);
    return new ProcessBuilder(namespace.inside(command))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("sshd.out").toFile())
        .start();
  }

  /** Makes a key without a passphrase, and its public half beside it. */
  static void makeKey(Path file) {
    var unused =
        Programs.runOk(
            List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()));
  }
}
