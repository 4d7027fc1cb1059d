package io.threatlockdown.ops.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.firewall.Disturbed;
import io.threatlockdown.ops.firewall.HostFirewall;
import io.threatlockdown.ops.firewall.LimitChange;
import io.threatlockdown.ops.firewall.VethPair;
import java.nio.file.Path;
import java.time.Instant;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Throttles and drops ports of real packets between two namespaces; port 2222 answers. */
class LimitedPacketsTest {
  private static final String MALLORY = "10.77.0.66";
  private static final String MALLORY6 = "fd77:0:0:66::1";
  private static final String ALICE = "10.77.0.5";

  @TempDir private Path directory;
  private VethPair cable;
  private HostFirewall firewall;
  private BuiltIns responses;

  @BeforeEach
  void connect() {
    RealKernel.require();
    cable = new VethPair("tldlp" + ProcessHandle.current().pid());
    firewall = cable.firewall();
    responses = new BuiltIns(Beds.needs(directory, firewall));
    List.of(MALLORY, MALLORY6, ALICE).forEach(cable::attackerAddress);
    for (String each : List.of(MALLORY, MALLORY6, ALICE)) {
      Instant giveUp = Instant.now().plusSeconds(10); // A cable takes a moment to come up.
      while (!cable.reaches(each)) {
        assertThat(Instant.now()).isBefore(giveUp);
      }
    }
  }

  @AfterEach
  void cleanUp() {
    responses.close();
    firewall.close();
    cable.close();
  }

  @ParameterizedTest
  @CsvSource({MALLORY, MALLORY6})
  void throttle_ofConnections_letsOneThroughAndNoMore(String address) {
    add(BuiltInOrders.of("throttle", address, "new-connections=1/hour"));

    assertThat(cable.reaches(address)).isTrue();
    assertThat(cable.reaches(address)).isFalse();
    assertThat(cable.reaches(ALICE)).isTrue();

    delete(BuiltInOrders.of("throttle", address, "new-connections=1/hour"));
    assertThat(cable.reaches(address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    MALLORY + ",3/hour",
    MALLORY + ",packets=3/hour",
    MALLORY6 + ",3/hour",
  })
  void throttle_ofPackets_endsWhatSendsMore(String address, String rate) {
    add(BuiltInOrders.of("throttle", address, rate));

    boolean unused = cable.reaches(address); // At least three packets, if all goes well.

    assertThat(cable.reaches(address)).isFalse();
    assertThat(cable.reaches(ALICE)).isTrue();
    delete(BuiltInOrders.of("throttle", address, rate));
    assertThat(cable.reaches(address)).isTrue();
  }

  @Test
  void throttle_ofMoreThanIsSent_dropsNothing() {
    add(BuiltInOrders.of("throttle", MALLORY, "1000000/second", "new-connections=1000/second"));

    for (int i = 0; i < 20; i++) {
      assertThat(cable.reaches(MALLORY)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({MALLORY, MALLORY6})
  void dropPort_leavesOtherPortsAlone(String address) {
    add(BuiltInOrders.of("drop-port", address, "22,udp/2222"));
    assertThat(cable.reaches(address)).isTrue();

    add(BuiltInOrders.of("drop-port", address, "tcp/2222"));
    assertThat(cable.reaches(address)).isFalse();
    assertThat(cable.reaches(ALICE)).isTrue();
  }

  @Test
  void dropPort_withoutWords_takesTheAttackedPort() {
    String alert = "{\"data\":{\"dstport\":\"2222\",\"protocol\":\"TCP\"}}";

    add(BuiltInOrders.withAlert("drop-port", MALLORY, alert));

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThatThrownBy(() -> add(BuiltInOrders.of("drop-port", ALICE)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("which port");
  }

  @Test
  void dropPort_hasTheTimeThatIsLeft() {
    add(BuiltInOrders.of("drop-port", MALLORY, "22"));

    assertThat(cable.nft("list", "set", "inet", "threatlockdown_limits", "ports4"))
        .containsPattern(MALLORY + " \\. tcp \\. 22 timeout \\S+ expires (9m59s|10m)");
  }

  @Test
  void reloadOfDrops_keepsLimitsAndLimitsKeepDrops() {
    add(BuiltInOrders.of("drop-port", MALLORY, "2222"));
    Drop drop = new Drop(AddressPrefix.parse(ALICE).orElseThrow(), Optional.empty());

    var unused = join(firewall.reload(List.of(drop)));
    assertThat(cable.reaches(MALLORY)).isFalse();

    delete(BuiltInOrders.of("drop-port", MALLORY, "2222"));
    assertThat(cable.reaches(MALLORY)).isTrue();
    assertThat(cable.reaches(ALICE)).isFalse();
  }

  @Test
  void limitsRemovedByOthers_areToldAndAddedAgain() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    firewall.onDisturbed(
        new Disturbed() {
          @Override
          public void lost(String by) {
            told.countDown();
          }

          @Override
          public void touched(List<AddressPrefix> targets, String by) {}
        });
    add(BuiltInOrders.of("drop-port", MALLORY, "2222"));

    assertThat(cable.nft("delete", "table", "inet", "threatlockdown_limits")).isEmpty();
    assertThat(told.await(15, TimeUnit.SECONDS)).isTrue();
    assertThat(cable.reaches(MALLORY)).isTrue();

    add(BuiltInOrders.of("drop-port", MALLORY, "2222"));
    assertThat(cable.reaches(MALLORY)).isFalse();
  }

  @Test
  void liftAll_leavesNoTable() {
    add(BuiltInOrders.of("drop-port", MALLORY, "2222"));

    var unused = join(firewall.limit(LimitChange.LIFT_ALL));

    assertThat(cable.reaches(MALLORY)).isTrue();
    assertThat(cable.nft("list", "ruleset")).doesNotContain("limits");
  }

  @ParameterizedTest
  @CsvSource({
    "throttle,0/second",
    "throttle,1000001/second",
    "throttle,10",
    "throttle,10/day",
    "throttle,bytes=10/second",
    "drop-port,0",
    "drop-port,65536",
    "drop-port,icmp/1",
    "drop-port,22;23"
  })
  void add_withWordsNotUnderstood_isRefused(String program, String words) {
    assertThatThrownBy(() -> add(BuiltInOrders.of(program, MALLORY, words)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(ActionException.class);

    assertThat(cable.nft("list", "ruleset")).doesNotContain(MALLORY);
  }

  private void add(BlockOrder order) {
    var unused =
        join(responses.add(order, keys -> CompletableFuture.failedFuture(new AssertionError())));
  }

  private void delete(BlockOrder order) {
    var unused = join(responses.delete(order));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
