package io.threatlockdown.ops.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one response cannot show: several at once, observing, and what hangs. */
class BuiltInsTest {
  private static final String MALLORY = "192.0.2.66";
  private static final String LINE = "ALL:" + MALLORY;

  @TempDir private Path directory;
  private Path hostsDeny;
  private BuiltIns responses;

  @BeforeEach
  void start() throws IOException {
    hostsDeny = Files.createDirectories(directory.resolve("root/etc")).resolve("hosts.deny");
    responses = new BuiltIns(Beds.needs(directory));
  }

  @AfterEach
  void stop() {
    responses.close();
  }

  @Test
  void delete_ofOneOfTwoNames_leavesTheOthers() throws IOException {
    add(BuiltInOrders.of("host-deny", MALLORY));
    add(BuiltInOrders.of("host-deny.sh", MALLORY));

    delete(BuiltInOrders.of("host-deny", MALLORY));
    assertThat(hostsDeny).content().contains(LINE);

    delete(BuiltInOrders.of("host-deny.sh", MALLORY));
    assertThat(hostsDeny).content().isEmpty();
  }

  @Test
  void add_whileObserving_doesNothing() {
    BuiltIns.Needs real = Beds.needs(directory);
    BuiltIns.Needs needs =
        new BuiltIns.Needs(
            real.root(),
            real.data(),
            real.guardedAccount(),
            real.firewall(),
            () -> Optional.of("told to observe"),
            real.restart(),
            real.files());
    try (BuiltIns observing = new BuiltIns(needs)) {
      BlockOrder order = BuiltInOrders.of("host-deny", MALLORY);

      assertThat(join(observing.add(order, NO_KEYS)).lasting()).isTrue();

      assertThat(observing.observing()).contains("told to observe");
      assertThat(hostsDeny).doesNotExist();
    }
  }

  @Test
  void hostDeny_thatIsALink_isLeftAlone() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "kept\n");
    Files.createSymbolicLink(hostsDeny, elsewhere);

    assertRefused(BuiltInOrders.of("host-deny", MALLORY), "no plain file");

    assertThat(elsewhere).content().isEqualTo("kept\n");
    assertThat(hostsDeny).isSymbolicLink();
  }

  @Test
  void hostDeny_keepsModeAndWhatOthersWriteMeanwhile() throws IOException {
    Files.writeString(hostsDeny, "ALL:192.0.2.6\n");
    Files.setPosixFilePermissions(hostsDeny, PosixFilePermissions.fromString("rw-r-----"));

    add(BuiltInOrders.of("host-deny", MALLORY));
    Files.writeString(hostsDeny, "ALL:198.51.100.1\n" + Files.readString(hostsDeny) + LINE + "\n");
    delete(BuiltInOrders.of("host-deny", MALLORY));

    assertThat(hostsDeny).content().isEqualTo("ALL:198.51.100.1\nALL:192.0.2.6\n" + LINE + "\n");
    assertThat(Files.getPosixFilePermissions(hostsDeny))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void add_ofWhatIsNoAddress_isRefused() {
    assertRefused(BuiltInOrders.of("host-deny", "192.0.2.66\nALL:ALL"), "no single address");
    assertRefused(BuiltInOrders.of("ip-customblock", "../etc/passwd"), "no single address");
    assertRefused(BuiltInOrders.of("route-null", "192.0.2.0/24"), "no single address");
    assertRefused(BuiltInOrders.of("no-such", MALLORY), "no built-in response no-such");
  }

  @Test
  void firewalld_thatIsNotInstalled_isSaid() {
    BuiltIns.Surroundings none =
        new BuiltIns.Surroundings(() -> {}, List.of(directory), Duration.ofSeconds(20));
    try (BuiltIns without = new BuiltIns(Beds.needs(directory), none)) {
      assertThatThrownBy(
              () -> join(without.add(BuiltInOrders.of("firewalld-drop", MALLORY), NO_KEYS)))
          .hasMessageContaining("firewall-cmd is not installed");
    }
  }

  @Test
  void program_thatHangs_isKilledAndDelaysNoOtherResponse() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path started = bin.resolve("started");
    Path program = Files.writeString(bin.resolve("firewall-cmd"), HANGS);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    BuiltIns.Surroundings around =
        new BuiltIns.Surroundings(() -> {}, List.of(bin), Duration.ofSeconds(2));
    try (BuiltIns hanging = new BuiltIns(Beds.needs(directory), around)) {
      CompletionStage<Actions.Begun> hangs =
          hanging.add(BuiltInOrders.of("firewalld-drop", MALLORY), NO_KEYS);

      var unused = join(hanging.add(BuiltInOrders.of("host-deny", MALLORY), NO_KEYS));

      assertThatThrownBy(() -> join(hangs)).hasMessageContaining("took more than 2 s");
      long pid = Long.parseLong(Files.readString(started).strip());
      assertThat(
              ProcessHandle.of(pid)
                  .map(each -> each.onExit().orTimeout(10, TimeUnit.SECONDS).join().isAlive()))
          .isNotEqualTo(Optional.of(true));
    }
  }

  @Test
  void restart_ofAnOrder_isOnceAndNotSoonAfterTheStart() throws Exception {
    CountDownLatch restarts = new CountDownLatch(2);
    BlockOrder order = BuiltInOrders.of("restart-wazuh", "restart-wazuh");
    Restart first = new Restart(directory, restarts::countDown, Duration.ZERO);

    assertThat(first.add(order)).contains("the service is told to restart");
    Restart afterwards = new Restart(directory, restarts::countDown, Duration.ZERO);
    assertThat(afterwards.add(order)).contains("the service was restarted for this");
    assertThat(
            new Restart(directory, restarts::countDown, Restart.PAUSE_MIN)
                .add(BuiltInOrders.of("restart.sh", "restart.sh"))
                .orElseThrow())
        .startsWith("not restarted: the service started only");

    assertThat(restarts.getCount()).isEqualTo(1);
    assertThat(first.lasting()).isFalse();
  }

  @Test
  void restoreFile_isHandedToWhoKeepsCopies() throws Exception {
    BlockOrder order = BuiltInOrders.of("restore-file", "/etc/hosts");
    RestoreFile response = new RestoreFile(Optional.of(file -> "restored " + file));

    assertThat(response.add(order)).contains("restored /etc/hosts");
    assertThat(response.lasting()).isFalse();
    assertRefused(order, "no protected copies");
  }

  private static final Actions.KeyCheck NO_KEYS =
      keys -> CompletableFuture.failedFuture(new AssertionError("keys are in the order"));

  private static final String HANGS =
      """
      #!/bin/sh
      trap '' TERM HUP
      echo $$ >"$(dirname "$0")/started"
      while :; do sleep 1000; done
      """;

  private void assertRefused(BlockOrder order, String why) {
    assertThatThrownBy(() -> add(order))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining(why)
        .cause()
        .isInstanceOf(ActionException.class);
  }

  private void add(BlockOrder order) {
    var unused = join(responses.add(order, NO_KEYS));
  }

  private void delete(BlockOrder order) {
    var unused = join(responses.delete(order));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
