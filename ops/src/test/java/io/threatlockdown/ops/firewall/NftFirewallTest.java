package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.core.response.FirewallException;
import io.threatlockdown.ops.firewall.Nft.Answer;
import io.threatlockdown.ops.firewall.Nft.Outcome;
import io.threatlockdown.ops.netlink.Netlink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queue and coalescing, with a kernel that answers when it is told to. */
class NftFirewallTest {
  private static final AddressPrefix MALLORY = AddressPrefix.parse("192.0.2.66").orElseThrow();
  private static final AddressPrefix EVE = AddressPrefix.parse("192.0.2.67").orElseThrow();
  private static final AddressPrefix VANISHING = AddressPrefix.parse("192.0.2.98").orElseThrow();
  private static final AddressPrefix POISON = AddressPrefix.parse("192.0.2.99").orElseThrow();

  private static final FirewallSettings SETTINGS =
      new FirewallSettings(FirewallSettings.Way.LIBRARY, "t", false);

  private final SlowKernel kernel = new SlowKernel();
  private volatile Duration wallIsWrongBy = Duration.ZERO;
  private final NftFirewall firewall = NftFirewall.open(() -> kernel, SETTINGS, new SetClock());

  @Test
  void block_whileKernelIsBusy_goesInOneTransaction() {
    var first = block(MALLORY);
    List<CompletableFuture<Done>> later = List.of(block(EVE), block(MALLORY), block(EVE));
    kernel.answer();

    join(first);
    later.forEach(NftFirewallTest::join);

    assertThat(kernel.scripts).hasSizeLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {3_600, -3_600})
  void block_clockIsSetWhileItWaits_lastsItsRealTime(int seconds) throws InterruptedException {
    var first = block(MALLORY);
    assertThat(kernel.asked.await(10, TimeUnit.SECONDS)).isTrue();
    Instant end = Instant.now().plusSeconds(7_000);
    var waits = firewall.block(List.of(new Drop(EVE, Optional.of(end)))).toCompletableFuture();
    wallIsWrongBy = Duration.ofSeconds(seconds);
    kernel.answer();

    join(first);
    join(waits);

    assertThat(kernel.scripts.get(kernel.scripts.size() - 1))
        .containsPattern("192\\.0\\.2\\.67 [^,}]*timeout 0d1h56m(40|39)s");
  }

  @Test
  void block_togetherWithARefusedList_isTriedAlone() {
    var first = block(MALLORY);
    var refused = block(POISON);
    var good = block(EVE);
    kernel.answer();

    join(first);
    join(good);

    assertThatThrownBy(() -> join(refused)).hasMessageContaining("nft: poison");
  }

  @Test
  void block_acknowledgedAndNotThere_fails() {
    var vanished = block(VANISHING);
    var good = block(EVE);
    kernel.answer();

    join(good);
    assertThatThrownBy(() -> join(vanished))
        .hasMessageContaining("not there when read back: 192.0.2.98, 1 in all");
  }

  @Test
  void block_beyondTheQueue_failsAtOnce() throws InterruptedException {
    List<CompletableFuture<Done>> all = new ArrayList<>(List.of(block(MALLORY)));
    assertThat(kernel.asked.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < NftFirewall.QUEUE_MAX + 1; i++) {
      all.add(block(MALLORY));
    }
    CompletableFuture<Done> last = all.get(all.size() - 1);

    assertThatThrownBy(() -> join(last)).hasMessageContaining("busy");

    kernel.answer();
    join(all.get(0));
  }

  @Test
  void open_refusedByTheKernel_says() {
    kernel.refuse = true;
    kernel.answer();

    assertThatThrownBy(() -> NftFirewall.open(() -> kernel, SETTINGS, Clock.systemUTC()))
        .isInstanceOf(FirewallException.class)
        .hasMessage("not allowed");
  }

  @Test
  void open_toObserve_saysSoAndAnswers() {
    try (HostFirewall observing =
        Firewalls.open(new FirewallSettings(FirewallSettings.Way.OBSERVE, "t", false))) {
      join(observing.block(List.of(new Drop(MALLORY, Optional.empty()))).toCompletableFuture());

      assertThat(observing.observing()).contains("told to observe only");
    }
  }

  private CompletableFuture<Done> block(AddressPrefix target) {
    return firewall.block(List.of(new Drop(target, Optional.empty()))).toCompletableFuture();
  }

  private static void join(CompletableFuture<Done> stage) {
    assertThat(stage.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Done.getInstance());
  }

  /** The wall clock, which somebody sets. */
  private final class SetClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(wallIsWrongBy);
    }
  }

  /** Answers the opening question at once, then nothing until told. */
  private static final class SlowKernel implements Nft {
    private final CountDownLatch allowed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<String> scripts = new CopyOnWriteArrayList<>();
    private volatile boolean refuse;

    void answer() {
      allowed.countDown();
    }

    @Override
    public Answer run(String script) {
      if (refuse) {
        return new Answer(Outcome.FAILED, "not allowed");
      }
      if (script.startsWith("create chain")) {
        return new Answer(Outcome.EXISTS, "");
      }
      asked.countDown();
      try {
        assertThat(allowed.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      scripts.add(script);
      return script.contains("192.0.2.99") ? new Answer(Outcome.FAILED, "poison") : Answer.DONE;
    }

    @Override
    public Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets) {
      return targets.stream()
          .distinct()
          .filter(target -> !target.equals(VANISHING))
          .collect(Collectors.toMap(target -> target, target -> Dropped.NOTHING));
    }

    @Override
    public boolean holds(String table, String set, byte[] key) {
      return false;
    }

    @Override
    public Optional<Netlink> notices() {
      return Optional.empty();
    }

    @Override
    public boolean isOwn(int port) {
      return false;
    }

    @Override
    public Duration checkEvery() {
      return Duration.ofHours(1);
    }

    @Override
    public void close() {}
  }
}
