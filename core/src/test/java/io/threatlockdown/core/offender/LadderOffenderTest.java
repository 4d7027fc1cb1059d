package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.MALLORY;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.accept;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.login;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static io.threatlockdown.core.offender.Ladders.ONE_HOUR;
import static io.threatlockdown.core.offender.Ladders.TEN_MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.GoodLoginPolicy.Pardon;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Standing;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leads one offender up a ladder, against a probe that plays the journal. */
class LadderOffenderTest {
  private static final String LOGIN = "Accepted password for alice from 192.0.2.66 port 1 ssh2";

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Responder.Command> journal = kit.createTestProbe(Responder.Command.class);
  private final TestProbe<Registry.Command> registry = kit.createTestProbe(Registry.Command.class);
  private final TestProbe<Offenders.Reported> reporter =
      kit.createTestProbe(Offenders.Reported.class);
  private final GoodLogins logins = new GoodLogins(Duration.ofDays(7));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void report_offenceByOffence_climbsFromThrottleToTheNetwork() {
    ActorRef<Offender.Command> offender = offender(Pardon.NONE);

    BlockOrder throttle = ordered(offender, NOON);
    BlockOrder port = ordered(offender, NOON.plus(TEN_MINUTES));
    BlockOrder drop = ordered(offender, NOON.plus(TEN_MINUTES.multipliedBy(2)));
    BlockOrder network = ordered(offender, drop.at().plus(ONE_HOUR));

    assertThat(List.of(throttle, port, drop, network))
        .extracting(BlockOrder::response)
        .containsExactly("throttle600", "drop-port600", "firewall-drop3600", "firewall-drop3600");
    assertThat(List.of(throttle, port, drop, network))
        .extracting(order -> order.offence() + " " + order.ladder().orElseThrow().step())
        .containsExactly("1 1", "2 2", "3 3", "4 4");
    assertThat(drop.target()).contains(MALLORY);
    assertThat(network.target()).contains(prefix("192.0.2.0/24"));
  }

  @Test
  void report_afterARestart_goesOnWhereItWas() {
    Standing standing =
        new Standing("ssh", MALLORY, 2, 2, NOON, NOON.plus(TEN_MINUTES), Instant.MAX);
    ActorRef<Offender.Command> offender = offender(Pardon.NONE, standing);

    BlockOrder order = ordered(offender, NOON.plus(TEN_MINUTES));

    assertThat(order.response()).isEqualTo("firewall-drop3600");
    assertThat(order.offence()).isEqualTo(3);
  }

  @Test
  void order_saysHowManyUsersItMayHit() {
    ActorRef<Offender.Command> offender = offender(Pardon.NONE);
    note("192.0.2.66", "alice");
    note("192.0.2.7", "bob");

    LoggingTestKit.info(
            "throttle600 against 192.0.2.66 by rule 5710: step 1 of 5 of ladder ssh, offence 1 of"
                + " 192.0.2.66; users who logged in from there in the last 168 h: 1")
        .expect(
            kit.system(),
            () -> {
              assertThat(ordered(offender, NOON).goodLogins()).hasValue(1);
              return null;
            });
  }

  @Test
  void order_ofANetwork_countsItsUsers() {
    Standing standing = new Standing("ssh", MALLORY, 3, 3, NOON, NOON, Instant.MAX);
    ActorRef<Offender.Command> offender = offender(Pardon.NONE, standing);
    note("192.0.2.66", "alice");
    note("192.0.2.7", "bob");

    assertThat(ordered(offender, NOON.plusSeconds(1)).goodLogins()).hasValue(2);
  }

  @Test
  void goodLogin_isCounted() {
    ActorRef<Offender.Command> offender = offender(Pardon.NONE);

    report(offender, login("sshd", LOGIN, List.of("authentication_success")));

    reporter.expectMessage(Offenders.Reported.NOTHING);
    assertThat(logins.from(MALLORY, NOON)).isEqualTo(1);
    journal.expectNoMessage(Duration.ZERO);
  }

  @Test
  void goodLogin_ifItPardons_beginsANewCountOnceThatIsOnDisk() {
    Standing standing = new Standing("ssh", MALLORY, 5, 4, NOON, NOON, Instant.MAX);
    ActorRef<Offender.Command> offender = offender(Pardon.COUNT, standing);

    report(offender, login("sshd", LOGIN, List.of("authentication_success")));

    Responder.Pardon pardon = journal.expectMessageClass(Responder.Pardon.class);
    assertThat(pardon.offenders()).containsExactly(MALLORY);
    assertThat(pardon.release()).isFalse();
    reporter.expectNoMessage(Duration.ZERO);
    pardon.replyTo().tell(new Responder.Pardoned(0));
    reporter.expectMessage(Offenders.Reported.NOTHING);
    assertThat(ordered(offender, NOON.plusSeconds(1)).offence()).isEqualTo(1);
  }

  @Test
  void goodLogin_whosePardonTheJournalDoesNotTake_pardonsNobody() {
    Standing standing = new Standing("ssh", MALLORY, 2, 2, NOON, NOON, Instant.MAX);
    ActorRef<Offender.Command> offender = offender(Pardon.RELEASE, standing);
    report(offender, login("sshd", LOGIN, List.of("authentication_success")));
    assertThat(journal.expectMessageClass(Responder.Pardon.class).release()).isTrue();

    time.timePasses(Deliveries.ANSWER_WITHIN);

    reporter.expectMessage(Offenders.Reported.NOTHING);
    assertThat(ordered(offender, NOON.plusSeconds(1)).offence()).isEqualTo(3);
  }

  @Test
  void goodLogin_ofANewcomer_asksForNoPardon() {
    ActorRef<Offender.Command> offender = offender(Pardon.RELEASE);

    report(offender, login("sshd", LOGIN, List.of("authentication_success")));

    reporter.expectMessage(Offenders.Reported.NOTHING);
    journal.expectNoMessage(Duration.ZERO);
  }

  private ActorRef<Offender.Command> offender(Pardon pardon, Standing... standings) {
    ActorRef<Offender.Command> offender =
        kit.spawn(
            Offender.create(
                MALLORY,
                Fixtures.context(
                    Ladders.plan(pardon),
                    OffenderLimits.DEFAULT,
                    journal.ref(),
                    () -> new ClockOffset(Duration.ZERO),
                    logins),
                registry.ref()));
    Responder.Recall recall = journal.expectMessageClass(Responder.Recall.class);
    assertThat(recall.ladders()).isTrue();
    recall.replyTo().tell(new Responder.Recalled(MALLORY, List.of(), List.of(standings)));
    return offender;
  }

  private void report(ActorRef<Offender.Command> offender, Alert alert) {
    offender.tell(new Offender.Report(List.of(alert), reporter.ref()));
  }

  /** Reports an alert and returns the order that it leads to, once that is taken. */
  private BlockOrder ordered(ActorRef<Offender.Command> offender, Instant at) {
    report(offender, alert("192.0.2.66", 5710, at));
    Responder.Order order = journal.expectMessageClass(Responder.Order.class);
    accept(order);
    reporter.expectMessage(new Offenders.Reported(1, 0));
    return order.order();
  }

  private void note(String source, String user) {
    logins.note(SourceAddress.parse(source).orElseThrow(), user, NOON);
  }
}
