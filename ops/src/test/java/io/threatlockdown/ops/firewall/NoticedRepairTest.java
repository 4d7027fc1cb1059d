package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.netlink.Netlink;
import io.threatlockdown.persistence.BlockJournal;
import io.threatlockdown.persistence.EmbeddedJournal;
import io.threatlockdown.persistence.OnJournalFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Journal and kernel, with a firewall that looks at its table once a day: only notices repair. */
class NoticedRepairTest {
  private static final Logger LOG = LoggerFactory.getLogger(NoticedRepairTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MALLORY = "192.0.2.66";
  private static final String STRANGER = "198.51.100.7";

  @TempDir private Path directory;

  @Test
  void whatOthersDo_isRepairedByTheKernelsNoticeAlone() throws Exception {
    RealKernel.require();
    try (VethPair cable = new VethPair("tldnr" + ProcessHandle.current().pid());
        EmbeddedJournal journal = EmbeddedJournal.open(directory);
        NftFirewall firewall =
            NftFirewall.open(
                () -> {
                  cable.enter();
                  return new LooksOnceADay(LibNftables.open());
                },
                FirewallSettings.DEFAULT,
                Clock.systemUTC())) {
      ActorTestKit kit = ActorTestKit.create(journal.config().withFallback(ConfigFactory.load()));
      try {
        ActorRef<Responder.Command> responder =
            kit.spawn(
                BlockJournal.create(
                    firewall,
                    new Silent(),
                    Clock.systemUTC(),
                    OnJournalFailure.REFUSE,
                    new Health()));
        firewall.onDisturbed(new Repairing(responder));
        TestProbe<Responder.Ordered> ordered = kit.createTestProbe();
        responder.tell(new Responder.Order(order(), ordered.ref()));
        await("blocked", () -> holds(cable, MALLORY));

        element(cable, "delete", MALLORY);
        await("a foreign deletion was repaired", () -> holds(cable, MALLORY));
        element(cable, "add", STRANGER);
        await("a foreign addition was repaired", () -> !holds(cable, STRANGER));
        assertThat(cable.nft("flush", "ruleset")).isEmpty();
        await("a flush was repaired", () -> holds(cable, MALLORY));
      } finally {
        kit.shutdownTestKit();
      }
    }
  }

  private static void await(String what, BooleanSupplier holds) {
    long begin = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(what).isLessThan(PATIENCE);
    }
    LOG.info("{} within {} ms", what, (System.nanoTime() - begin) / 1_000_000);
  }

  private static boolean holds(VethPair cable, String address) {
    return cable.nft("list", "table", "inet", "threatlockdown").contains(address);
  }

  private static void element(VethPair cable, String verb, String address) {
    String answer =
        cable.nft(verb, "element", "inet", "threatlockdown", "blocked4", "{", address, "}");
    assertThat(answer).isEmpty();
  }

  private static BlockOrder order() {
    Instant now = Instant.now();
    return new BlockOrder(
        new BlockKey("000", "firewall-drop", List.of(MALLORY)),
        AddressPrefix.parse(MALLORY).orElseThrow(),
        "firewall-drop600",
        "local",
        5710,
        "a made-up user",
        "{}",
        1,
        now,
        now,
        Optional.of(Duration.ofMinutes(10)));
  }

  private record Repairing(ActorRef<Responder.Command> responder) implements Disturbed {
    @Override
    public void lost(String by) {
      responder.tell(Responder.Reload.INSTANCE);
    }

    @Override
    public void touched(List<AddressPrefix> targets, String by) {
      responder.tell(new Responder.Disturbed(targets, by));
    }
  }

  private record Silent() implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}

    @Override
    public void outcome(Outcome outcome) {}
  }

  private record LooksOnceADay(Nft nft) implements Nft {
    @Override
    public Duration checkEvery() {
      return Duration.ofDays(1);
    }

    @Override
    public Answer run(String script) {
      return nft.run(script);
    }

    @Override
    public boolean holds(String table, String set, byte[] key) {
      return nft.holds(table, set, key);
    }

    @Override
    public Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets) {
      return nft.read(table, targets);
    }

    @Override
    public Optional<Netlink> notices() {
      return nft.notices();
    }

    @Override
    public boolean isOwn(int port) {
      return nft.isOwn(port);
    }

    @Override
    public void close() {
      nft.close();
    }
  }
}
