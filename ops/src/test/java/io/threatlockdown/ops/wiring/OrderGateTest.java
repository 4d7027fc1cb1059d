package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Responder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives orders past every decision, as an operator or a bug would. */
class OrderGateTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final GuardSet GUARD =
      new GuardSet(
          Stream.of("203.0.113.10", "198.51.100.1", "192.0.2.0/28", "2001:db8:1::10", "127.0.0.0/8")
              .map(text -> new GuardSet.Entry(prefix(text), "default gateway"))
              .toList());

  private final List<Responder.Command> arrived = new ArrayList<>();
  private final TestInbox<Responder.Ordered> answers = TestInbox.create();
  private final BehaviorTestKit<Responder.Command> gate =
      BehaviorTestKit.create(
          OrderGate.before(journal(), GUARD::forbids, Clock.fixed(NOON, ZoneOffset.UTC)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.10",
        "203.0.113.10/31",
        "203.0.113.8/29",
        "203.0.113.0/24",
        "203.0.0.0/255.255.0.0",
        "128.0.0.0/1",
        "0.0.0.0/0",
        "198.51.100.1/32",
        "::ffff:203.0.113.10",
        "::ffff:c633:6401",
        "192.0.2.0/28",
        "192.0.2.4/30",
        "192.0.2.15",
        "192.0.0.0/8",
        "127.0.0.1",
        "127.128.0.0/9",
        "2001:db8:1::10",
        "2001:DB8:1:0:0:0:0:10",
        "2001:db8:1::/64",
        "2001:db8::/32",
        "::/0"
      })
  void order_ofAGuardedTarget_isRefusedAndRecorded(String target) {
    gate.run(order(target));

    assertThat(answers.receiveMessage().failure())
        .hasValueSatisfying(why -> assertThat(why).startsWith("never blocked, guard: "));
    assertThat(arrived)
        .singleElement()
        .isInstanceOfSatisfying(
            Responder.Suppress.class,
            recorded -> {
              assertThat(recorded.suppression().target()).contains(prefix(target));
              assertThat(recorded.suppression().because()).startsWith("guard: ");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.11", "192.0.2.16/28", "2001:db8:1:0:1::10", "128.0.0.0/2"})
  void order_ofAnybodyElse_passes(String target) {
    Responder.Order order = order(target);

    gate.run(order);

    assertThat(arrived).containsExactly(order);
    assertThat(answers.hasMessages()).isFalse();
  }

  @Test
  void otherCommands_pass() {
    gate.run(Responder.Reload.INSTANCE);

    assertThat(arrived).containsExactly(Responder.Reload.INSTANCE);
  }

  private Behavior<Responder.Command> journal() {
    return Behaviors.receiveMessage(
        command -> {
          arrived.add(command);
          return Behaviors.same();
        });
  }

  private Responder.Order order(String target) {
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "firewall-drop", List.of(target)),
            prefix(target),
            "firewall-drop600",
            "local",
            0,
            "by hand",
            "{}",
            1,
            NOON,
            NOON,
            Optional.of(Duration.ofMinutes(10)));
    return new Responder.Order(order, answers.getRef());
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }
}
