package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.RealKernel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes the table behind the firewall's back, by nft in the same namespace. */
@ParameterizedClass
@EnumSource(FirewallContractTest.Adapter.class)
class DisturbedFirewallTest {
  private static final String MALLORY = "10.77.0.66";
  private static final String ALICE = "10.77.0.5";
  private static final String NETWORK6 = "fd77:0:0:66::/64";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final VethPair cable;
  private final HostFirewall firewall;

  DisturbedFirewallTest(FirewallContractTest.Adapter adapter) {
    RealKernel.require();
    cable = new VethPair("tldds" + ProcessHandle.current().pid());
    firewall = adapter.open(cable);
    firewall.onDisturbed(
        new Disturbed() {
          @Override
          public void lost(String by) {
            told.add("lost by " + by.replaceAll("\\d+", "N"));
          }

          @Override
          public void touched(List<AddressPrefix> targets, String by) {
            told.add(targets + " by " + by.replaceAll("\\d+", "N"));
          }
        });
  }

  @BeforeEach
  void block() {
    cable.attackerAddress(MALLORY);
    cable.attackerAddress(ALICE);
    done(firewall.reload(List.of(drop(MALLORY), drop(NETWORK6))));
  }

  @AfterEach
  void cleanUp() {
    firewall.close();
    cable.close();
  }

  @Test
  void element_deleted_isTold() throws InterruptedException {
    nft("delete", "element", "inet", "threatlockdown", "blocked4", "{", MALLORY, "}");
    nft("delete", "element", "inet", "threatlockdown", "blocked6_64", "{", "fd77:0:0:66::", "}");

    assertThat(next()).isEqualTo("[10.77.0.66] by nft (process N)");
    assertThat(next()).isEqualTo("[fd77:0:0:66::/64] by nft (process N)");
  }

  @Test
  void element_added_isTold() throws InterruptedException {
    nft("add", "element", "inet", "threatlockdown", "blocked4", "{", ALICE + ",", "10.77.0.6", "}");

    assertThat(next()).isEqualTo("[10.77.0.5, 10.77.0.6] by nft (process N)");
  }

  @Test
  void set_flushed_isToldOfEachElement() throws InterruptedException {
    done(firewall.block(IntStream.range(1, 200).mapToObj(i -> drop("198.51.100." + i)).toList()));

    nft("flush", "set", "inet", "threatlockdown", "blocked4");

    String first = next();
    assertThat(first).contains("198.51.100.1,", "198.51.100.199", MALLORY);
    assertThat(first.split(",", -1)).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flush ruleset",
        "delete table inet threatlockdown",
        "flush table inet threatlockdown",
        "flush chain inet threatlockdown blocked",
        "insert rule inet threatlockdown blocked accept",
        "add rule inet threatlockdown input accept",
        "add set inet threatlockdown strange { type ipv4_addr; }",
        "add chain inet threatlockdown strange",
        "add table inet threatlockdown { flags dormant; }"
      })
  void table_touched_isToldAndRepairedByAReload(String command) throws InterruptedException {
    assertThat(cable.reaches(MALLORY)).isFalse();
    nft(command);

    assertThat(next()).isEqualTo("lost by nft (process N)");
    done(firewall.reload(List.of(drop(MALLORY))));

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(cable.nft("list", "table", "inet", "threatlockdown"))
        .doesNotContain("strange", "dormant", "accept\n\t}")
        .contains("jump blocked", MALLORY);
  }

  @Test
  void changes_ofOursAndOfOtherTables_areNotTold() throws InterruptedException {
    done(firewall.block(List.of(drop(ALICE), drop("192.0.2.0/24"))));
    done(firewall.block(List.of(drop(ALICE))));
    done(firewall.unblock(List.of(prefix(ALICE), prefix("192.0.2.0/24"))));
    done(firewall.reload(List.of(drop(MALLORY))));
    nft("add table inet other; add set inet other blocked4 { type ipv4_addr; }");
    nft("add element inet other blocked4 { 10.77.0.66 }");
    nft("add table ip threatlockdown; delete table ip threatlockdown");

    nft("add", "element", "inet", "threatlockdown", "blocked4", "{", ALICE, "}");

    assertThat(next()).isEqualTo("[10.77.0.5] by nft (process N)");
    assertThat(told).isEmpty();
  }

  @Test
  void dropped_isCountedAndGoesOnAcrossMovesAndRestarts() {
    assertThat(await(firewall.dropped(List.of(prefix(MALLORY), prefix(ALICE)))))
        .isEqualTo(Map.of(prefix(MALLORY), Dropped.NOTHING));
    assertThat(cable.reaches(MALLORY)).isFalse();
    Dropped first = dropped();
    assertThat(first.packets()).isPositive();
    assertThat(first.bytes()).isGreaterThan(first.packets() * 20);

    done(firewall.block(List.of(drop(MALLORY))));
    assertThat(dropped().packets()).isGreaterThanOrEqualTo(first.packets());
    done(firewall.reload(List.of(drop(MALLORY), drop(ALICE))));
    assertThat(dropped().packets()).isGreaterThanOrEqualTo(first.packets());

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(dropped().packets()).isGreaterThan(first.packets());
  }

  private Dropped dropped() {
    return await(firewall.dropped(List.of(prefix(MALLORY))))
        .getOrDefault(prefix(MALLORY), Dropped.NOTHING);
  }

  private void nft(String... command) {
    assertThat(cable.nft(command)).isEmpty();
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(20, TimeUnit.SECONDS));
  }

  private static Drop drop(String target) {
    return new Drop(prefix(target), Optional.of(Instant.now().plus(Duration.ofMinutes(10))));
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }

  private static void done(CompletionStage<Done> stage) {
    assertThat(await(stage)).isEqualTo(Done.getInstance());
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
