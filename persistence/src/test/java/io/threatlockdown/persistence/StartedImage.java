package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.Responder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A journal started on what a power failure left of another one. */
final class StartedImage {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An address that nobody blocked before. */
  private static final String NEW = Samples.TRUDY;

  private StartedImage() {}

  /**
   * Returns the alerts of each block in force, by address, once the firewall was told of just
   * these. The journal then takes one more order.
   */
  static Map<String, Long> inForce(Path directory) throws Exception {
    try (EmbeddedJournal store = EmbeddedJournal.open(directory)) {
      ActorTestKit kit = ActorTestKit.create(store.config().withFallback(ConfigFactory.load()));
      try {
        TestFirewall firewall = new TestFirewall();
        ActorRef<Responder.Command> journal =
            kit.spawn(
                BlockJournal.create(
                    firewall,
                    new RecordedRun.Silent(),
                    Clock.systemUTC(),
                    OnJournalFailure.REFUSE,
                    new Health()));
        String reload = firewall.next();
        Map<String, Long> found = new HashMap<>();
        for (String prefix : List.of("192.0.2.0/24", "10.1.0.0/17", "10.1.128.0/17")) {
          for (Block block : list(kit, journal, prefix)) {
            assertThat(
                    found.put(block.order().addresses().toString(), 1 + block.suppressedAlerts()))
                .isNull();
          }
        }
        assertThat(reload).isEqualTo("reload " + found.keySet().stream().sorted().toList());
        assertThat(order(kit, journal).failure()).isEmpty();
        assertThat(firewall.next()).startsWith("block [" + NEW);
        return found;
      } finally {
        kit.shutdownTestKit();
      }
    }
  }

  private static List<Block> list(
      ActorTestKit kit, ActorRef<Responder.Command> journal, String prefix) {
    TestProbe<Responder.Blocks> caller = kit.createTestProbe();
    BlockFilter filter =
        new BlockFilter(Optional.of(Samples.target(prefix)), false, BlockFilter.LIMIT_MAX);
    journal.tell(new Responder.ListBlocks(filter, caller.ref()));
    return caller.receiveMessage(PATIENCE).blocks();
  }

  private static Responder.Ordered order(ActorTestKit kit, ActorRef<Responder.Command> journal) {
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    journal.tell(
        new Responder.Order(Samples.order(NEW, Instant.EPOCH, Optional.empty()), caller.ref()));
    return caller.receiveMessage(PATIENCE);
  }
}
