package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.DROP_ON_5710;
import static io.threatlockdown.core.offender.Fixtures.HUNDRED_SECONDS;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.BlockScope.Escalation;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is blocked with an offender; the journal says yes to everything. */
class BlockScopeTest {
  private static final BlockScope ESCALATING =
      new BlockScope(64, Optional.of(new Escalation(3, Duration.ofMinutes(10), 24)));

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<BlockOrder> ordered = kit.createTestProbe();
  private final TestProbe<BlockFilter> listed = kit.createTestProbe();
  private final List<Block> known = new ArrayList<>();
  private final TestProbe<String> suppressed = kit.createTestProbe();
  private final TestProbe<Offenders.Reported> reporter = kit.createTestProbe();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void ipv6_byDefault_isBlockedWithItsNetwork() {
    report(start(BlockScope.DEFAULT), alert("2001:db8:0:7::66", 5710, NOON));

    BlockOrder order = ordered.receiveMessage();
    assertThat(order.addresses()).isEqualTo(prefix("2001:db8:0:7::/64"));
    assertThat(order.key().keys()).containsExactly("2001:db8:0:7::/64");
  }

  @Test
  void ipv6_inTheNetworkOfSomebodyGuarded_isBlockedAlone() {
    report(start(BlockScope.DEFAULT, "2001:db8:0:7::1"), alert("2001:db8:0:7::66", 5710, NOON));

    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("2001:db8:0:7::66"));
  }

  @Test
  void ipv6_guardedItself_isNotBlocked() {
    report(start(BlockScope.DEFAULT, "2001:db8:0:7::1"), alert("2001:db8:0:7::1", 5710, NOON));

    suppressed.expectMessage("2001:db8:0:7::1 guard: own address 2001:db8:0:7::1");
    ordered.expectNoMessage(Duration.ZERO);
  }

  @Test
  void ipv6_ofAnotherLength_isBlockedByThat() {
    ActorRef<Offenders.Command> offenders = start(new BlockScope(128, Optional.empty()));

    report(offenders, alert("2001:db8:0:7::66", 5710, NOON));

    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("2001:db8:0:7::66"));
  }

  @Test
  void ipv4_ofWhichEnoughOffend_isBlockedAsANetwork() {
    ActorRef<Offenders.Command> offenders = start(ESCALATING);

    for (String source : List.of("192.0.2.1", "198.51.100.1", "192.0.2.2", "192.0.2.3")) {
      report(offenders, alert(source, 5710, NOON));
      assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix(source));
    }

    BlockOrder network = ordered.receiveMessage();
    assertThat(network.addresses()).isEqualTo(prefix("192.0.2.0/24"));
    assertThat(network.duration()).contains(HUNDRED_SECONDS);
    assertThat(network.offence()).isEqualTo(1);
    assertThat(network.reason())
        .isEqualTo("3 offenders of 192.0.2.0/24, the last one: a made-up user");
    report(offenders, alert("192.0.2.4", 5710, NOON));
    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.4"));
    ordered.expectNoMessage(Duration.ZERO);
  }

  @Test
  void ipv4_whoseNetworkHoldsSomebodyGuarded_isNeverBlockedAsOne() {
    ActorRef<Offenders.Command> offenders = start(ESCALATING, "192.0.2.254");

    for (int i = 1; i <= 3; i++) {
      report(offenders, alert("192.0.2." + i, 5710, NOON));
      assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2." + i));
    }

    suppressed.expectMessage("192.0.2.0/24 guard: own address 192.0.2.254");
    ordered.expectNoMessage(Duration.ZERO);
  }

  @Test
  void ipv4_ofWhichSomeWereBlockedBeforeTheStart_isBlockedWithTheNextOne() {
    known.addAll(List.of(block("192.0.2.2", 2), block("192.0.2.1", 1)));
    ActorRef<Offenders.Command> offenders = start(ESCALATING);
    listed.receiveMessage();

    report(offenders, alert("192.0.2.3", 5710, NOON.plusSeconds(3)));

    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.3"));
    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.0/24"));
  }

  @Test
  void ipv4_whoseNetworkWasBlockedBeforeTheStart_isCountedAnew() {
    known.addAll(
        List.of(
            block("192.0.2.4", 5),
            block("192.0.2.0/24", 4),
            block("192.0.2.3", 3),
            block("192.0.2.2", 2),
            block("192.0.2.1", 1)));
    ActorRef<Offenders.Command> offenders = start(ESCALATING);
    listed.receiveMessage();

    report(offenders, alert("192.0.2.5", 5710, NOON.plusSeconds(6)));
    report(offenders, alert("192.0.2.6", 5710, NOON.plusSeconds(7)));

    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.5"));
    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.6"));
    assertThat(ordered.receiveMessage().addresses()).isEqualTo(prefix("192.0.2.0/24"));
  }

  private static Block block(String target, int second) {
    BlockOrder order =
        new BlockOrder(
            Fixtures.key(target),
            prefix(target),
            "firewall-drop0",
            "local",
            5710,
            "a made-up user",
            "{}",
            1,
            NOON.plusSeconds(second),
            NOON.plusSeconds(second),
            Optional.of(HUNDRED_SECONDS));
    return new Block(
        new BlockId(0, second),
        order,
        Block.State.ENFORCED,
        order.expiresAt(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ActorRef<Offenders.Command> start(BlockScope scope, String... guarded) {
    GuardSet guard =
        new GuardSet(
            List.of(guarded).stream()
                .map(text -> new GuardSet.Entry(prefix(text), "own address"))
                .toList());
    ResponsePlan plan =
        new ResponsePlan(
            List.of(DROP_ON_5710),
            new BlockPolicy(List.of()),
            Allowlist.EMPTY,
            () -> guard,
            new BlockBudget(BlockBudget.Limits.DEFAULT),
            scope);
    return kit.spawn(
        Offenders.create(plan, OffenderLimits.DEFAULT, alert -> "{}", kit.spawn(journal())));
  }

  private void report(ActorRef<Offenders.Command> offenders, Alert alert) {
    offenders.tell(new Offenders.Report(List.of(alert), reporter.ref()));
    assertThat(reporter.receiveMessage().refused()).isZero();
  }

  private Behavior<Responder.Command> journal() {
    return Behaviors.receive(Responder.Command.class)
        .onMessage(
            Responder.ListBlocks.class,
            list -> {
              list.replyTo().tell(new Responder.Blocks(List.copyOf(known)));
              listed.ref().tell(list.filter());
              return Behaviors.same();
            })
        .onMessage(
            Responder.Recall.class,
            recall -> {
              recall.replyTo().tell(new Responder.Recalled(recall.target(), List.of()));
              return Behaviors.same();
            })
        .onMessage(
            Responder.Order.class,
            order -> {
              Fixtures.accept(order);
              ordered.ref().tell(order.order());
              return Behaviors.same();
            })
        .onMessage(
            Responder.Suppress.class,
            each -> {
              suppressed
                  .ref()
                  .tell(
                      each.suppression().target().orElseThrow()
                          + " "
                          + each.suppression().because());
              return Behaviors.same();
            })
        .build();
  }
}
