package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.annotations.JUnit5TestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestKitJUnit5Extension;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Lets writes fail under a journal that is to block all the same. */
@ExtendWith(TestKitJUnit5Extension.class)
class OutageTest {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final BlockOrder ORDER = order(MALLORY, NOON);
  private static final String BLOCK = "block [192.0.2.7 until 2026-01-01T12:10:00Z]";

  @JUnit5TestKit public ActorTestKit kit = TestKits.manual();

  private final TestClocks clocks = new TestClocks(NOON);
  private PersistenceTestKit store;
  private TestJournal journal;

  @BeforeEach
  void start() throws InterruptedException {
    store = PersistenceTestKit.create(kit.system());
    journal = new TestJournal(kit, clocks, OnJournalFailure.BLOCK);
    assertThat(journal.firewall.next()).isEqualTo("reload []");
    journal.awaitUp();
  }

  @Test
  void order_givenAgainInAnOutage_isOneBlockAnsweredOnce() throws InterruptedException {
    store.failNextNPersisted(3);
    TestProbe<Responder.Ordered> first = kit.createTestProbe();
    TestProbe<Responder.Ordered> second = kit.createTestProbe();

    journal.tell(new Responder.Order(ORDER, first.ref()));
    assertThat(journal.firewall.next()).isEqualTo(BLOCK);
    journal.tell(new Responder.Order(ORDER, second.ref()));
    passUntil(Status.UP);

    BlockId id = second.receiveMessage().id().orElseThrow();
    journal.reaches(id, State.ENFORCED);
    assertThat(journal.find(id).orElseThrow().suppressedAlerts()).isZero();
    assertThat(first.receiveMessage().failure().orElseThrow()).contains("given again");
  }

  @ParameterizedTest
  @ValueSource(ints = {3600, -3600})
  void order_heldWhileTheClockIsSet_endsAfterItsRealTime(int seconds) throws InterruptedException {
    BlockId recorded = journal.order(order(TRUDY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block [198.51.100.9");
    store.failNextNPersisted(3);
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    journal.tell(new Responder.Order(ORDER, caller.ref()));
    assertThat(journal.firewall.next()).isEqualTo(BLOCK);

    clocks.set(Duration.ofSeconds(seconds));
    passUntil(Status.UP);

    BlockId held = caller.receiveMessage().id().orElseThrow();
    for (BlockId id : List.of(recorded, held)) {
      assertThat(journal.find(id).orElseThrow().expiresAt())
          .contains(NOON.plusSeconds(600 + seconds));
    }
  }

  @Test
  void reload_inAnOutage_holdsRecordedAndUnrecordedBlocks() throws InterruptedException {
    BlockId recorded = journal.order(order(TRUDY, NOON)).id().orElseThrow();
    assertThat(journal.firewall.next()).startsWith("block [198.51.100.9");
    journal.reaches(recorded, State.ENFORCED);
    store.failNextNPersisted(1_000);
    TestProbe<Responder.Ordered> caller = kit.createTestProbe();
    journal.tell(new Responder.Order(ORDER, caller.ref()));
    assertThat(journal.firewall.next()).isEqualTo(BLOCK);

    journal.tell(Responder.Reload.INSTANCE);

    String call = "";
    while (!call.startsWith("reload")) {
      journal.pass(TICK);
      call = journal.firewall.isQuiet() ? "" : journal.firewall.next();
    }
    assertThat(call)
        .isEqualTo(
            "reload [192.0.2.7 until 2026-01-01T12:10:00Z,"
                + " 198.51.100.9 until 2026-01-01T12:10:00Z]");
    caller.expectNoMessage();
  }

  @Test
  void log_ofAnOutage_isOneLineWhenItBeginsAndOneWhenItIsOver() throws InterruptedException {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    lines.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(lines);
    try {
      store.failNextNPersisted(3);
      TestProbe<Responder.Ordered> caller = kit.createTestProbe();
      journal.tell(new Responder.Order(ORDER, caller.ref()));
      assertThat(journal.firewall.next()).isEqualTo(BLOCK);
      passUntil(Status.UP);
    } finally {
      root.detachAppender(lines);
    }

    List<ILoggingEvent> said =
        lines.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)).toList();
    assertThat(said).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
    assertThat(said)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            begins -> assertThat(begins).startsWith("The block journal cannot be written: "),
            over -> assertThat(over).startsWith("The block journal can be written again"));
  }

  private void passUntil(Status status) {
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              journal.pass(TICK);
              assertThat(journal.health.parts())
                  .anyMatch(part -> part.name().equals("journal") && part.status() == status);
              return status;
            });
  }
}
