package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.RealKernel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every firewall must do, on the real kernel and real packets between two namespaces. */
@ParameterizedClass
@EnumSource(FirewallContractTest.Adapter.class)
class FirewallContractTest {
  private static final String MALLORY = "10.77.0.66";
  private static final String ALICE = "10.77.0.5";
  private static final String MALLORY6 = "fd77:0:0:66::1";
  private static final String MALLORY6_NEXT = "fd77:0:0:66::2";
  private static final String ALICE6 = "fd77:0:0:5::1";
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final Adapter adapter;
  private final VethPair cable;
  private final HostFirewall firewall;

  FirewallContractTest(Adapter adapter) {
    this.adapter = adapter;
    RealKernel.require();
    cable = new VethPair("tldfw" + ProcessHandle.current().pid());
    try {
      firewall = adapter.open(cable);
    } catch (RuntimeException failed) {
      cable.close();
      throw failed;
    }
  }

  @BeforeEach
  void addAddresses() {
    List.of(MALLORY, ALICE, MALLORY6, MALLORY6_NEXT, ALICE6).forEach(cable::attackerAddress);
    // A cable takes a moment to come up.
    assertThat(whenReached(ALICE)).isBefore(whenReached(ALICE6));
  }

  @AfterEach
  void cleanUp() {
    firewall.close();
    cable.close();
  }

  @Test
  void block_oneAddress_dropsItsPacketsOnly() {
    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES), drop(MALLORY6, TEN_MINUTES))));

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(cable.reaches(MALLORY6)).isFalse();
    assertThat(cable.reaches(MALLORY6_NEXT)).isTrue();
    assertThat(cable.reaches(ALICE)).isTrue();
    assertThat(cable.nft("list", "chain", "inet", "threatlockdown", "blocked"))
        .containsPattern("ip saddr @blocked4 counter packets [1-9]")
        .containsPattern("ip6 saddr @blocked6 counter packets [1-9]");
  }

  @Test
  void block_prefixes_dropAllTheyHold() {
    await(
        firewall.block(
            List.of(
                drop("fd77:0:0:66::/64", TEN_MINUTES),
                drop("10.77.0.64/28", TEN_MINUTES),
                drop("10.77.0.64/27", TEN_MINUTES))));

    assertThat(cable.reaches(MALLORY6)).isFalse();
    assertThat(cable.reaches(MALLORY6_NEXT)).isFalse();
    assertThat(cable.reaches(ALICE6)).isTrue();
    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(cable.reaches(ALICE)).isTrue();

    await(firewall.unblock(List.of(prefix("10.77.0.64/28"))));
    assertThat(cable.reaches(MALLORY)).isFalse();

    await(firewall.unblock(List.of(prefix("10.77.0.64/27"))));
    assertThat(cable.reaches(MALLORY)).isTrue();
  }

  @Test
  void block_withEnd_endsByItselfAndNotEarlier() {
    Instant end = Instant.now().plusMillis(1_500);
    await(firewall.block(List.of(new Drop(prefix(MALLORY), Optional.of(end)))));

    Instant free = whenReached(MALLORY);

    assertThat(free).isBetween(end, end.plusMillis(1_000));
  }

  @Test
  void block_again_movesTheEnd() {
    await(firewall.block(List.of(drop(MALLORY, Duration.ofMillis(300)))));
    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES))));
    assertThat(expires()).containsPattern("expires (9m59s|10m)");

    await(firewall.block(List.of(new Drop(prefix(MALLORY), Optional.empty()))));
    assertThat(expires()).contains(MALLORY).doesNotContain("expires");

    await(firewall.block(List.of(drop(MALLORY, Duration.ofDays(400)))));
    assertThat(expires()).containsPattern("expires (399d23h59m|400d)");
  }

  @Test
  void block_inThePast_endsAtOnce() {
    await(firewall.block(List.of(drop(ALICE, Duration.ofSeconds(-1)))));
    assertThat(expires()).doesNotContain(ALICE);

    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES))));
    await(firewall.block(List.of(drop(MALLORY, Duration.ofSeconds(-1)))));
    assertThat(cable.reaches(MALLORY)).isTrue();
  }

  @Test
  void unblock_absentOrTwice_isFine() {
    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES))));

    await(
        firewall.unblock(
            List.of(prefix(MALLORY), prefix(ALICE), prefix("192.0.2.0/24"), prefix(ALICE6))));
    await(firewall.unblock(List.of(prefix(MALLORY))));

    assertThat(cable.reaches(MALLORY)).isTrue();
    assertThat(expires()).doesNotContain("elements");
  }

  @Test
  void reload_replacesWhatWasThere() {
    await(firewall.block(List.of(drop(ALICE, TEN_MINUTES), drop("198.51.100.0/24", TEN_MINUTES))));

    await(firewall.reload(List.of(drop(MALLORY, TEN_MINUTES), drop("192.0.2.0/25", TEN_MINUTES))));
    await(firewall.block(List.of(drop("198.51.100.0/24", TEN_MINUTES))));

    assertThat(cable.reaches(ALICE)).isTrue();
    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(cable.nft("list", "table", "inet", "threatlockdown"))
        .contains("192.0.2.0", "198.51.100.0");
  }

  @Test
  void reload_ofManyByAnotherProcess_keepsExactlyThose() {
    await(firewall.reload(List.of(drop(MALLORY, TEN_MINUTES))));
    List<Drop> many = many(25_000);

    try (HostFirewall restarted = adapter.open(cable)) {
      await(restarted.reload(many));
    }

    assertThat(expires().split("expires", -1)).hasSize(25_001);
    assertThat(cable.reaches(MALLORY)).isTrue();
  }

  @Test
  void reload_ofMoreThanOneTransactionTakes_neverLetsGo() {
    List<Drop> many = new ArrayList<>(many(NftTable.RELOAD_ATOMIC_MAX));
    many.add(drop(MALLORY, TEN_MINUTES));
    await(firewall.reload(List.of(drop(MALLORY, TEN_MINUTES), drop(ALICE, TEN_MINUTES))));

    CompletableFuture<Done> reload = firewall.reload(many).toCompletableFuture();
    do {
      assertThat(cable.reaches(MALLORY)).isFalse();
    } while (!reload.isDone());

    await(reload);
    assertThat(cable.reaches(ALICE)).isTrue();
    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(expires().split("expires", -1)).hasSize(many.size() + 1);
    assertThat(cable.nft("list", "tables")).doesNotContain("_reload");
  }

  @Test
  void block_ofAListLongerThanAChunk_isOneTransaction() {
    await(firewall.block(many(12_000)));

    assertThat(expires().split("expires", -1)).hasSize(12_001);
  }

  @Test
  void block_afterSomebodyFlushedTheRuleset_holdsAndTells() throws InterruptedException {
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
    await(firewall.reload(List.of(drop(ALICE, TEN_MINUTES))));

    assertThat(cable.nft("flush", "ruleset")).isEmpty();
    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES))));

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThat(told.await(15, TimeUnit.SECONDS)).isTrue();

    await(firewall.reload(List.of(drop(ALICE, TEN_MINUTES), drop(MALLORY, TEN_MINUTES))));
    assertThat(cable.reaches(ALICE)).isFalse();
  }

  @Test
  void close_keepsTheDropsAndFailsWhatComesLater() {
    await(firewall.block(List.of(drop(MALLORY, TEN_MINUTES))));

    firewall.close();

    assertThat(cable.reaches(MALLORY)).isFalse();
    assertThatThrownBy(() -> await(firewall.block(List.of(drop(ALICE, TEN_MINUTES)))))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("closed");
  }

  private String expires() {
    return cable.nft("list", "set", "inet", "threatlockdown", "blocked4");
  }

  private Instant whenReached(String from) {
    Instant giveUp = Instant.now().plusSeconds(10);
    while (!cable.reaches(from)) {
      assertThat(Instant.now()).isBefore(giveUp);
    }
    return Instant.now();
  }

  private static List<Drop> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new SourceAddress(0, 0x0a00_0000L + i, true))
        .map(a -> new Drop(AddressPrefix.of(a), Optional.of(Instant.now().plusSeconds(3_600))))
        .toList();
  }

  private static Drop drop(String target, Duration left) {
    return new Drop(prefix(target), Optional.of(Instant.now().plus(left)));
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }

  private static void await(CompletionStage<Done> stage) {
    assertThat(stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join())
        .isEqualTo(Done.getInstance());
  }

  /** The firewalls under test. */
  enum Adapter {
    LIBRARY,
    PROGRAM;

    HostFirewall open(VethPair cable) {
      return open(cable, FirewallSettings.DEFAULT);
    }

    HostFirewall open(VethPair cable, FirewallSettings settings) {
      return this == LIBRARY
          ? Firewalls.library(settings, cable::enter)
          : Firewalls.program(settings, cable::enter);
    }
  }
}
