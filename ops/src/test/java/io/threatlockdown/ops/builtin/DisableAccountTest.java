package io.threatlockdown.ops.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disables accounts below a root directory by the real usermod. */
class DisableAccountTest {
  private static final int UID = 61_233;

  @TempDir private Path directory;
  private AccountFiles files;
  private DisableAccount response;

  @BeforeEach
  void makeAccounts() throws IOException {
    RealKernel.require();
    Path root = directory.resolve("root");
    files = new AccountFiles(root);
    files.add("mallory", UID, AccountFiles.HASH, "");
    files.add("daemon", 999, AccountFiles.HASH, "");
    files.add("nobody", 65_534, AccountFiles.HASH, "");
    files.add("toor", 0, AccountFiles.HASH, "");
    files.add("alice", 61_234, AccountFiles.HASH, "");
    response = new DisableAccount(root, directory, "alice"::equals, new Sessions());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "daemon",
        "nobody",
        "toor",
        "alice",
        "carol",
        "",
        "-L",
        "+mallory",
        "~mallory",
        "mal:lory",
        "mal,lory",
        "mal/lory",
        "mal\\lory",
        "mal lory",
        "mal..lory",
        "mal\nlory",
        "mal"
      })
  void add_ofAnotherThanAPersonsAccount_isRefusedAndChangesNothing(String name) throws IOException {
    String before = files.shadow();

    assertThatThrownBy(() -> response.add(order(name))).isInstanceOf(ActionException.class);

    assertThat(files.shadow()).isEqualTo(before);
  }

  @Test
  void delete_ofAnAccountLockedBefore_leavesItLocked() throws Exception {
    files.usermod("-L", "mallory");
    String before = files.shadow();
    var unused = response.add(order("mallory"));
    assertThat(files.shadow("mallory")).endsWith(":1:");

    response.delete(order("mallory"));

    assertThat(files.shadow()).isEqualTo(before);
  }

  @Test
  void delete_ofAnAccountThatHadExpired_restoresThatDay() throws Exception {
    files.usermod("-e", "19500", "mallory");
    String before = files.shadow();

    var unused = response.add(order("mallory"));
    response.delete(order("mallory"));

    assertThat(files.shadow()).isEqualTo(before);
  }

  @Test
  void delete_afterTheAdministratorSetPasswordAndExpiry_leavesThem() throws Exception {
    var unused = response.add(order("mallory"));
    files.usermod("-p", "$6$new$hash", "-e", "20500", "mallory");
    String byHand = files.shadow();

    response.delete(order("mallory"));

    assertThat(files.shadow()).isEqualTo(byHand);
  }

  @Test
  void delete_ofAnAccountWithoutPassword_takesTheLockAway() throws Exception {
    files.usermod("-p", "", "mallory");

    var unused = response.add(order("mallory"));
    assertThat(files.shadow("mallory")).startsWith("mallory:!:");
    response.delete(order("mallory"));

    assertThat(files.shadow("mallory")).startsWith("mallory::").endsWith("::");
  }

  @Test
  void add_withEndSessions_endsWhatRunsForTheAccount() throws Exception {
    Process mute = asMallory("trap '' HUP TERM; echo ready; while :; do sleep 1000; done");
    Process other =
        new ProcessBuilder("/usr/bin/setpriv", "--reuid=61235", "--clear-groups", "sleep", "1000")
            .start();
    try {
      assertThat(mute.inputReader().readLine()).isEqualTo("ready");

      Optional<String> note = response.add(order("mallory", DisableAccount.END_SESSIONS));

      assertThat(note).contains("ended 2 processes");
      assertThat(mute.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(other.isAlive()).isTrue();
    } finally {
      mute.descendants().forEach(ProcessHandle::destroyForcibly);
      mute.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void add_withWordsNotUnderstood_isRefused() throws IOException {
    String before = files.shadow();

    assertThatThrownBy(() -> response.add(order("mallory", "end-session")))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("end-session");

    assertThat(files.shadow()).isEqualTo(before);
  }

  private static Process asMallory(String script) throws IOException {
    return new ProcessBuilder(
            "/usr/bin/setpriv", "--reuid=" + UID, "--clear-groups", "/bin/sh", "-c", script)
        .start();
  }

  private static BlockOrder order(String name, String... extraArgs) {
    return BuiltInOrders.of("disable-account", name, extraArgs);
  }
}
