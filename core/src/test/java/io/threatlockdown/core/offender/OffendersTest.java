package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.PLAN;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.rule.Alert;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs all offenders against a journal that takes every order and notes what it was asked. */
class OffendersTest {
  private static final OffenderLimits THREE_LIVE =
      new OffenderLimits(1, 3, 64, Duration.ofHours(1), 3);

  private static final int SPOOFED = 50_000;

  private final OffenderCounts counts = new OffenderCounts();
  private final ActorTestKit kit = ActorTestKit.create();
  private final ConcurrentLinkedQueue<AddressPrefix> recalls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<AddressPrefix> targets = new ConcurrentLinkedQueue<>();
  private final TestProbe<Offenders.Reported> reporter =
      kit.createTestProbe(Offenders.Reported.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void report_withoutSourceAddress_ordersNothing() {
    ActorRef<Offenders.Command> offenders = spawn(OffenderLimits.DEFAULT);

    report(offenders, alert("not-an-address", 5710, NOON));

    reporter.expectMessage(Offenders.Reported.NOTHING);
    assertThat(recalls).isEmpty();
  }

  @Test
  void report_ofManyAddresses_isAnsweredOnceWithTheSum() {
    ActorRef<Offenders.Command> offenders = spawn(OffenderLimits.DEFAULT);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      alerts.add(alert("198.51.100." + i, 5710, NOON));
    }

    report(offenders, alerts.toArray(new Alert[0]));

    reporter.expectMessage(new Offenders.Reported(200, 0));
    reporter.expectNoMessage(Duration.ZERO);
    assertThat(recalls).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void report_ofAddressesInOneIpv6Prefix_isOneOffenderWithOneBlock() {
    ActorRef<Offenders.Command> offenders = spawn(OffenderLimits.DEFAULT);

    report(offenders, alert("2001:db8::1", 5710, NOON), alert("2001:db8::ffff:2", 5710, NOON));

    reporter.expectMessage(new Offenders.Reported(2, 0));
    assertThat(recalls).containsExactly(prefix("2001:db8::/64"));
    assertThat(targets).containsExactly(prefix("2001:db8::/64"), prefix("2001:db8::/64"));
  }

  @Test
  void report_ofKnownOffender_recallsOnce() {
    ActorRef<Offenders.Command> offenders = spawn(OffenderLimits.DEFAULT);

    report(offenders, alert("192.0.2.66", 5710, NOON));
    report(offenders, alert("192.0.2.66", 5710, NOON.plusSeconds(1)));

    reporter.expectMessage(new Offenders.Reported(1, 0));
    reporter.expectMessage(new Offenders.Reported(1, 0));
    assertThat(recalls).hasSize(1);
  }

  @Test
  void report_atTheLimit_retiresTheOldestThatIsNotBlocked() {
    ActorRef<Offenders.Command> offenders = spawn(THREE_LIVE);
    reported(offenders, alert("192.0.2.1", 5710, NOON));
    reported(offenders, alert("192.0.2.2", 5716, NOON));
    reported(offenders, alert("192.0.2.3", 5716, NOON));
    reported(offenders, alert("192.0.2.4", 5716, NOON.plusSeconds(50)));
    recalls.clear();

    reported(offenders, alert("192.0.2.1", 5716, NOON.plusSeconds(60)));
    reported(offenders, alert("192.0.2.3", 5716, NOON.plusSeconds(60)));
    reported(offenders, alert("192.0.2.2", 5716, NOON.plusSeconds(60)));

    assertThat(recalls).containsExactly(prefix("192.0.2.2"));
  }

  @Test
  void report_atTheLimitWithAllBlocked_stillTakesTheNewcomer() {
    ActorRef<Offenders.Command> offenders = spawn(THREE_LIVE);
    for (int i = 1; i <= 10; i++) {
      report(offenders, alert("192.0.2." + i, 5710, NOON));
      reporter.expectMessage(new Offenders.Reported(1, 0));
    }

    assertThat(targets).hasSize(10);
  }

  @Test
  void report_ofManySpoofedSources_staysWithinTheLimitAndBlocksWhoDeservesIt() {
    OffenderLimits limits = new OffenderLimits(4, 1_000, 64, Duration.ofHours(1), 3);
    ActorRef<Offenders.Command> offenders = spawn(limits);
    List<AddressPrefix> attackers = new ArrayList<>();
    int mostLive = 0;

    for (int from = 0; from < SPOOFED; from += 500) {
      List<Alert> alerts = new ArrayList<>();
      for (int i = from; i < from + 500; i++) {
        alerts.add(alert("198.18." + i / 250 + "." + i % 250, 5716, NOON));
      }
      String attacker = "192.0.2." + attackers.size();
      attackers.add(prefix(attacker));
      alerts.add(250, alert(attacker, 5710, NOON));

      report(offenders, alerts.toArray(new Alert[0]));

      reporter.expectMessage(new Offenders.Reported(1, 0));
      assertThat(targets).containsExactlyElementsOf(attackers);
      mostLive = Math.max(mostLive, counts.live());
    }

    assertThat(mostLive).isLessThanOrEqualTo(limits.liveMax());
    assertThat(counts.retired()).isEqualTo(SPOOFED + attackers.size() - counts.live());
    assertThat(counts.live()).isEqualTo(limits.liveMax());
  }

  private ActorRef<Offenders.Command> spawn(OffenderLimits limits) {
    ActorRef<Responder.Command> journal = kit.spawn(obedientJournal());
    return kit.spawn(
        Offenders.create(
            PLAN,
            limits,
            alert -> "{}",
            journal,
            Clock.systemUTC(),
            counts,
            new GoodLogins(Duration.ofDays(7))));
  }

  private void reported(ActorRef<Offenders.Command> offenders, Alert alert) {
    report(offenders, alert);
    reporter.receiveMessage();
  }

  private void report(ActorRef<Offenders.Command> offenders, Alert... alerts) {
    offenders.tell(new Offenders.Report(List.of(alerts), reporter.ref()));
  }

  private Behavior<Responder.Command> obedientJournal() {
    return Behaviors.receive(Responder.Command.class)
        .onMessage(
            Responder.Recall.class,
            recall -> {
              recalls.add(recall.target());
              recall.replyTo().tell(new Responder.Recalled(recall.target(), List.of()));
              return Behaviors.same();
            })
        .onMessage(
            Responder.Order.class,
            order -> {
              targets.add(order.order().addresses());
              order
                  .replyTo()
                  .tell(
                      new Responder.Ordered(
                          order.order(),
                          Optional.of(new BlockId(0, 1)),
                          order.order().expiresAt(),
                          false,
                          Optional.empty()));
              return Behaviors.same();
            })
        .build();
  }
}
