package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.MALLORY;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.ONE_DAY;
import static io.threatlockdown.core.offender.Fixtures.accept;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.plan;
import static io.threatlockdown.core.offender.Fixtures.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sets the wall clock under one offender. */
class OffenderClockTest {
  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Responder.Command> journal = kit.createTestProbe(Responder.Command.class);
  private final TestProbe<Registry.Command> registry = kit.createTestProbe(Registry.Command.class);
  private final TestProbe<Offenders.Reported> reporter =
      kit.createTestProbe(Offenders.Reported.class);
  private volatile ClockOffset clock = new ClockOffset(Duration.ZERO);
  private final ActorRef<Offender.Command> offender = newcomer();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void order_givenAgainAfterTheClockWasSet_keepsWhatIsLeft() {
    report(alert("192.0.2.66", 5710, NOON));
    Responder.Order first = journal.expectMessageClass(Responder.Order.class);

    clock = clock.plus(ONE_DAY);
    refuse(first);

    assertThat(givenAgain().order()).isEqualTo(first.order().moved(ONE_DAY));
  }

  @Test
  void report_afterTheClockWasSet_isStillOfTheBlockInForce() {
    report(alert("192.0.2.66", 5710, NOON));
    accept(journal.expectMessageClass(Responder.Order.class));
    registry.expectMessageClass(Registry.Blocked.class);

    clock = clock.plus(ONE_DAY);
    report(alert("192.0.2.66", 5710, NOON.plus(ONE_DAY).plusSeconds(99)));
    assertThat(journal.expectMessageClass(Responder.Order.class).order().offence()).isEqualTo(1);
    clock = clock.plus(ONE_DAY.negated());
    report(alert("192.0.2.66", 5710, NOON.plusSeconds(100)));

    assertThat(journal.expectMessageClass(Responder.Order.class).order().offence()).isEqualTo(1);
  }

  private ActorRef<Offender.Command> newcomer() {
    OffenderContext shared =
        Fixtures.context(
            plan(List.of(ONE_DAY), List.of()),
            new OffenderLimits(4, 100, 64, Duration.ofHours(1), 3),
            journal.ref(),
            () -> clock,
            new GoodLogins(ONE_DAY));
    ActorRef<Offender.Command> spawned =
        kit.spawn(Offender.create(MALLORY, shared, registry.ref()));
    journal
        .expectMessageClass(Responder.Recall.class)
        .replyTo()
        .tell(new Responder.Recalled(MALLORY, List.of()));
    registry.expectMessageClass(Registry.Blocked.class);
    return spawned;
  }

  private void report(Alert alert) {
    offender.tell(new Offender.Report(List.of(alert), reporter.ref()));
  }

  /** Lets time pass until the order comes: the refusal reaches the offender at its own pace. */
  private Responder.Order givenAgain() {
    return journal.awaitAssert(
        () -> {
          time.timePasses(Deliveries.GIVEN_AGAIN_AFTER);
          return (Responder.Order) journal.receiveMessage(Duration.ofMillis(10));
        });
  }
}
