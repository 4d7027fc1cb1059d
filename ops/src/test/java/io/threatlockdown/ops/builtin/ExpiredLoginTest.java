package io.threatlockdown.ops.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs in by a key at Debian's sshd, with PAM, in namespaces in which /etc is a copy of what that
 * needs: of the host nothing is touched.
 */
class ExpiredLoginTest {
  /** Arguments: the root directory that holds etc, and the account. Port 22 is the namespace's. */
  private static final String LOGIN =
      """
      set -e
      ip link set lo up
      mount --bind "$1/etc" /etc
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir -m 755 /run/sshd
      /usr/sbin/sshd -f "$1/sshd_config" -E "$1/log"
      until [ -s /run/sshd.pid ]; do sleep 0.1; done
      ssh -F none -i "$1/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \\
        -o BatchMode=yes -o ConnectTimeout=20 "$2@127.0.0.1" echo logged in 2>/dev/null \\
        || echo refused
      kill "$(cat /run/sshd.pid)"
      """;

  private static final List<String> NEEDED =
      Stream.of("passwd", "group", "login.defs", "nsswitch.conf", "pam.d", "security")
          .map(name -> "/etc/" + name)
          .toList();

  @TempDir private Path directory;
  private Path root;
  private DisableAccount response;

  @BeforeEach
  void makeHost() throws IOException {
    RealKernel.require();
    root = Files.createDirectories(directory.resolve("root"));
    Path etc = Files.createDirectories(root.resolve("etc"));
    List<String> copy = new ArrayList<>(List.of("cp", "-a"));
    copy.addAll(NEEDED);
    copy.add(etc.toString());
    String unused = Command.run(copy);
    Files.createFile(etc.resolve("shadow"));
    Files.createFile(etc.resolve("gshadow"));
    append("passwd", "mallory:x:61236:61236::/nonexistent:/bin/sh");
    append("shadow", "mallory:" + AccountFiles.HASH + ":19000:0:99999:7:::");
    append("group", "mallory:x:61236:");
    unused =
        Command.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", root + "/key"));
    Files.copy(root.resolve("key.pub"), root.resolve("etc/mallory_keys"));
    Files.writeString(
        root.resolve("sshd_config"),
        "ListenAddress 127.0.0.1\nUsePAM yes\nPidFile /run/sshd.pid\nHostKey "
            + root
            + "/key\nAuthorizedKeysFile /etc/%u_keys\nPasswordAuthentication no\n");
    response = new DisableAccount(root, directory.resolve("data"), name -> false, new Sessions());
  }

  @Test
  void disabledAccount_isRefusedItsKeyUntilItIsEnabledAgain() throws Exception {
    var order = BuiltInOrders.of("disable-account", "mallory");
    assertThat(login()).contains("logged in");

    var unused = response.add(order);
    assertThat(login()).contains("refused").doesNotContain("logged in");
    assertThat(root.resolve("log"))
        .content()
        .contains("Access denied for user mallory by PAM account configuration");

    response.delete(order);
    assertThat(login()).contains("logged in");
  }

  @Test
  void accountThatIsOnlyLocked_isLetInByItsKey() {
    String unused =
        Command.run(List.of("/usr/sbin/usermod", "--prefix", root.toString(), "-L", "mallory"));

    assertThat(login()).as("why passwd -l alone is not enough").contains("logged in");
  }

  private String login() {
    return Command.run(
        List.of(
            "unshare",
            "-m",
            "-n",
            "--propagation",
            "private",
            "sh",
            "-c",
            LOGIN,
            "sh",
            root.toString(),
            "mallory"));
  }

  private void append(String file, String line) throws IOException {
    Path path = root.resolve("etc").resolve(file);
    Files.writeString(path, Files.readString(path) + line + "\n");
  }
}
