package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.HUNDRED_SECONDS;
import static io.threatlockdown.core.offender.Fixtures.MALLORY;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.ONE_DAY;
import static io.threatlockdown.core.offender.Fixtures.PLAN;
import static io.threatlockdown.core.offender.Fixtures.accept;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.context;
import static io.threatlockdown.core.offender.Fixtures.key;
import static io.threatlockdown.core.offender.Fixtures.plan;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static io.threatlockdown.core.offender.Fixtures.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs one offender against a probe that plays the journal, on a clock that only tests move. */
class OffenderTest {
  private static final ClockOffset NEVER_SET = new ClockOffset(Duration.ZERO);
  private static final OffenderLimits LIMITS =
      new OffenderLimits(4, 100, 64, Duration.ofHours(1), 3);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Responder.Command> journal = kit.createTestProbe(Responder.Command.class);
  private final TestProbe<Registry.Command> registry = kit.createTestProbe(Registry.Command.class);
  private final TestProbe<Offenders.Reported> reporter =
      kit.createTestProbe(Offenders.Reported.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void report_ofNewcomer_ordersBlockAfterRecall() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);

    report(offender, alert("192.0.2.66", 5710, NOON));

    Responder.Order order = journal.expectMessageClass(Responder.Order.class);
    assertThat(order.order())
        .isEqualTo(
            new BlockOrder(
                    key("192.0.2.66"),
                    MALLORY,
                    "firewall-drop100",
                    "local",
                    5710,
                    "a made-up user",
                    "{}",
                    1,
                    NOON,
                    NOON,
                    Optional.of(HUNDRED_SECONDS))
                .with(Optional.empty(), OptionalInt.of(0)));
  }

  @Test
  void report_beforeRecall_waits() {
    ActorRef<Offender.Command> offender = spawn(PLAN);
    Responder.Recall recall = journal.expectMessageClass(Responder.Recall.class);

    report(offender, alert("192.0.2.66", 5710, NOON));

    journal.expectNoMessage(Duration.ZERO);
    recall.replyTo().tell(new Responder.Recalled(MALLORY, List.of()));
    assertThat(journal.expectMessageClass(Responder.Order.class).order().offence()).isEqualTo(1);
  }

  @Test
  void report_whileJournalDoesNotRecall_isOrderedAsNewcomer() {
    ActorRef<Offender.Command> offender = spawn(PLAN);
    journal.expectMessageClass(Responder.Recall.class);
    report(offender, alert("192.0.2.66", 5710, NOON));

    time.timePasses(Deliveries.ANSWER_WITHIN);

    assertThat(journal.expectMessageClass(Responder.Order.class).order().offence()).isEqualTo(1);
  }

  @Test
  void report_isAnsweredOnlyAfterTheJournal() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    report(offender, alert("192.0.2.66", 5710, NOON));
    Responder.Order order = journal.expectMessageClass(Responder.Order.class);

    reporter.expectNoMessage(Duration.ZERO);
    accept(order);

    reporter.expectMessage(new Offenders.Reported(1, 0));
    registry.expectMessage(new Registry.Blocked(MALLORY, NOON.plus(HUNDRED_SECONDS)));
  }

  @Test
  void report_whileBlocked_refreshesTheSameOffence() {
    ActorRef<Offender.Command> offender = newcomer(plan(List.of(ONE_DAY), List.of()));
    report(offender, alert("192.0.2.66", 5710, NOON));
    accept(journal.expectMessageClass(Responder.Order.class));

    report(offender, alert("192.0.2.66", 5710, NOON.plusSeconds(99)));

    BlockOrder refresh = journal.expectMessageClass(Responder.Order.class).order();
    assertThat(refresh.offence()).isEqualTo(1);
    assertThat(refresh.duration()).contains(HUNDRED_SECONDS);
  }

  @Test
  void report_afterBlockEnded_isTheNextOffenceAndLastsLonger() {
    ActorRef<Offender.Command> offender = newcomer(plan(List.of(ONE_DAY), List.of()));
    report(offender, alert("192.0.2.66", 5710, NOON));
    accept(journal.expectMessageClass(Responder.Order.class));

    report(offender, alert("192.0.2.66", 5710, NOON.plusSeconds(100)));

    BlockOrder second = journal.expectMessageClass(Responder.Order.class).order();
    assertThat(second.offence()).isEqualTo(2);
    assertThat(second.duration()).contains(ONE_DAY);
  }

  @Test
  void report_ofRecalledOffender_goesOnCounting() {
    ActorRef<Offender.Command> offender = spawn(plan(List.of(ONE_DAY), List.of()));
    recall(new Responder.PriorBlocks(key("192.0.2.66"), 3, Optional.empty()));

    report(offender, alert("192.0.2.66", 5710, NOON));

    assertThat(journal.expectMessageClass(Responder.Order.class).order().offence()).isEqualTo(4);
  }

  @Test
  void report_ofUnboundRule_ordersNothing() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);

    report(offender, alert("192.0.2.66", 5716, NOON));

    reporter.expectMessage(Offenders.Reported.NOTHING);
    journal.expectNoMessage(Duration.ZERO);
  }

  @Test
  void report_ofAllowlistedAddress_isSuppressedAndGathered() {
    ActorRef<Offender.Command> offender =
        newcomer(plan(List.of(), List.of(prefix("192.0.2.0/24"))));

    report(offender, alert("192.0.2.66", 5710, NOON), alert("192.0.2.66", 5710, NOON));
    report(offender, alert("192.0.2.66", 5710, NOON));

    assertThat(journal.expectMessageClass(Responder.Suppress.class).suppression().count())
        .isEqualTo(1);
    journal.expectNoMessage(Duration.ZERO);
    reporter.expectMessage(Offenders.Reported.NOTHING);
    reporter.expectMessage(Offenders.Reported.NOTHING);
    time.timePasses(SuppressionGate.WINDOW);
    assertThat(journal.expectMessageClass(Responder.Suppress.class).suppression().count())
        .isEqualTo(2);
  }

  @Test
  void report_fromAgentThatIsNotConnected_isSuppressedWithTheReason() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    ReportingHost agent = new ReportingHost("007", "web", Optional.empty());

    report(offender, alert("192.0.2.66", 5710, NOON, agent));

    assertThat(journal.expectMessageClass(Responder.Suppress.class).suppression().because())
        .isEqualTo("agent 007 is not connected");
  }

  @Test
  void order_refusedByJournal_isGivenAgainUntilTaken() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    report(offender, alert("192.0.2.66", 5710, NOON));
    Responder.Order first = journal.expectMessageClass(Responder.Order.class);

    refuse(first);
    Responder.Order second = givenAgain();
    accept(second);

    assertThat(second.order()).isEqualTo(first.order());
    reporter.expectMessage(new Offenders.Reported(1, 0));
  }

  @Test
  void order_refusedTooOften_isGivenUpAndCounted() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    report(offender, alert("192.0.2.66", 5710, NOON));

    refuse(journal.expectMessageClass(Responder.Order.class));
    refuse(givenAgain());
    reporter.expectNoMessage(Duration.ZERO);
    refuse(givenAgain());

    reporter.expectMessage(new Offenders.Reported(0, 1));
  }

  @Test
  void retire_withOrderUnderWay_stopsAfterItsAnswer() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    report(offender, alert("192.0.2.66", 5710, NOON));
    Responder.Order order = journal.expectMessageClass(Responder.Order.class);

    offender.tell(Offender.Retire.INSTANCE);
    accept(order);

    reporter.expectMessage(new Offenders.Reported(1, 0));
    reporter.expectTerminated(offender);
  }

  @Test
  void quiet_withoutBlock_asksToRetire() {
    ActorRef<Offender.Command> offender = newcomer(PLAN);
    report(offender, alert("192.0.2.66", 5716, NOON));
    reporter.expectMessage(Offenders.Reported.NOTHING);

    time.timePasses(LIMITS.idleAfter());

    registry.expectMessage(new Registry.Idle(MALLORY, offender));
  }

  @Test
  void quiet_whileBlocked_stays() {
    ActorRef<Offender.Command> offender = newcomer(plan(List.of(), List.of()));
    report(offender, alert("192.0.2.66", 5710, NOON));
    Responder.Order order = journal.expectMessageClass(Responder.Order.class);
    Instant late = NOON.plus(LIMITS.idleAfter()).plusSeconds(1);
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(),
                Optional.of(new BlockId(0, 1)),
                Optional.of(late),
                false,
                Optional.empty()));
    registry.expectMessage(new Registry.Blocked(MALLORY, late));

    time.expectNoMessageFor(LIMITS.idleAfter(), registry);

    time.timePasses(LIMITS.idleAfter());
    registry.expectMessage(new Registry.Idle(MALLORY, offender));
  }

  /** Lets time pass until the order comes: the refusal reaches the offender at its own pace. */
  private Responder.Order givenAgain() {
    return journal.awaitAssert(
        () -> {
          time.timePasses(Deliveries.GIVEN_AGAIN_AFTER);
          return (Responder.Order) journal.receiveMessage(Duration.ofMillis(10));
        });
  }

  private ActorRef<Offender.Command> newcomer(ResponsePlan plan) {
    ActorRef<Offender.Command> offender = spawn(plan);
    recall();
    return offender;
  }

  private ActorRef<Offender.Command> spawn(ResponsePlan plan) {
    return kit.spawn(
        Offender.create(
            MALLORY,
            context(plan, LIMITS, journal.ref(), () -> NEVER_SET, new GoodLogins(ONE_DAY)),
            registry.ref()));
  }

  private void recall(Responder.PriorBlocks... priors) {
    Responder.Recall recall = journal.expectMessageClass(Responder.Recall.class);
    assertThat(recall.target()).isEqualTo(MALLORY);
    recall.replyTo().tell(new Responder.Recalled(MALLORY, List.of(priors)));
    registry.expectMessageClass(Registry.Blocked.class);
  }

  private void report(ActorRef<Offender.Command> offender, Alert... alerts) {
    offender.tell(new Offender.Report(List.of(alerts), reporter.ref()));
  }
}
