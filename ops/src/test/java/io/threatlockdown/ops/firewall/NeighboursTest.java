package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.RealKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lives with the tables of Docker, firewalld, fail2ban and CrowdSec in one namespace. */
@ParameterizedClass
@EnumSource(FirewallContractTest.Adapter.class)
class NeighboursTest {
  private static final String MALLORY = "10.77.0.66";
  private static final String ALICE = "10.77.0.5";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final VethPair cable;
  private final HostFirewall firewall;

  NeighboursTest(FirewallContractTest.Adapter adapter) {
    RealKernel.require();
    cable = new VethPair("tldnb" + ProcessHandle.current().pid());
    firewall = adapter.open(cable);
    firewall.onDisturbed(
        new Disturbed() {
          @Override
          public void lost(String by) {
            told.add("lost");
          }

          @Override
          public void touched(List<AddressPrefix> targets, String by) {
            told.add(targets.toString());
          }
        });
  }

  @BeforeEach
  void loadNeighbours() throws Exception {
    cable.attackerAddress(MALLORY);
    cable.attackerAddress(ALICE);
    Path file =
        Path.of(Objects.requireNonNull(NeighboursTest.class.getResource("neighbours.nft")).toURI());
    assertThat(cable.nft("-f", file.toString())).isEmpty();
  }

  @AfterEach
  void cleanUp() {
    firewall.close();
    cable.close();
  }

  @Test
  void everything_weDo_leavesThemAloneAndIsEffective() {
    String before = neighbours();

    await(firewall.reload(List.of(drop(MALLORY))));
    await(firewall.block(List.of(drop("203.0.113.0/24"), drop("fd77:0:0:66::/64"))));
    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(cable.reaches(ALICE)).isTrue();
    await(firewall.unblock(List.of(prefix(MALLORY), prefix("203.0.113.0/24"))));
    assertThat(cable.reaches(MALLORY)).isTrue();
    await(firewall.reload(List.of()));

    assertThat(neighbours()).isEqualTo(before).contains("DOCKER-USER", "crowdsec6-blacklists");
    assertThat(told).isEmpty();
  }

  @Test
  void everything_theyDo_doesNotConcernUs() throws InterruptedException {
    await(firewall.reload(List.of(drop(MALLORY))));

    nft("add element inet f2b-table addr-set-sshd { 10.77.0.66 }");
    nft("add element ip crowdsec crowdsec-blacklists { 10.77.0.67 timeout 1h }");
    nft("delete element inet f2b-table addr-set-sshd { 10.77.0.66 }");
    nft("delete table inet firewalld");
    nft("insert rule ip filter DOCKER-USER accept");
    nft("delete element inet threatlockdown_other blocked4 { 203.0.113.10 }");
    nft("delete element inet threatlockdown blocked4 { 10.77.0.66 }");

    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("[10.77.0.66]");
    assertThat(told).isEmpty();
  }

  /** Returns all tables but ours. */
  private String neighbours() {
    String all = cable.nft("list", "ruleset");
    int ours = all.indexOf("table inet threatlockdown {");
    if (ours < 0) {
      return all.strip();
    }
    int end = all.indexOf("\n}\n", ours) + 3;
    return (all.substring(0, ours) + all.substring(end)).strip();
  }

  private void nft(String command) {
    assertThat(cable.nft(command)).isEmpty();
  }

  private static Drop drop(String target) {
    return new Drop(prefix(target), Optional.of(Instant.now().plus(Duration.ofMinutes(10))));
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }

  private static void await(CompletionStage<Done> stage) {
    assertThat(stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join())
        .isEqualTo(Done.getInstance());
  }
}
