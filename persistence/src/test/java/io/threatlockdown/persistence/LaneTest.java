package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs a lane between two inboxes. */
class LaneTest {
  private final TestInbox<Partition.Command> partition = TestInbox.create();
  private final TestInbox<Responder.Ordered> caller = TestInbox.create();
  private final TestInbox<Responder.Released> operator = TestInbox.create();
  private final Lane lane = new Lane(0, Optional.empty(), new TestClocks(NOON).time());

  @BeforeEach
  void lead() {
    lane.lead(partition.getRef());
    lane.recovered();
  }

  @Test
  void send_whileAWriteIsUnderWay_gathers() {
    lane.add(command());
    lane.send();
    lane.add(command());
    lane.send();
    lane.add(command());
    lane.send();

    assertThat(batchSize()).isEqualTo(1);
    assertThat(partition.hasMessages()).isFalse();
    lane.written();
    lane.send();
    assertThat(batchSize()).isEqualTo(2);
  }

  @Test
  void send_manyWaiting_limitsTheWrite() {
    for (int i = 0; i < Lane.WRITE_MAX + 1; i++) {
      lane.add(command());
    }

    lane.send();

    assertThat(batchSize()).isEqualTo(Lane.WRITE_MAX);
  }

  @Test
  void add_tooManyWaiting_refusesAndCounts() {
    for (int i = 0; i < Lane.WAITING_MAX; i++) {
      lane.add(command());
    }

    lane.add(command());
    lane.add(new Responder.Suppress(suppression()));

    assertThat(caller.receiveMessage().failure()).contains("too many orders wait for the journal");
    assertThat(lane.takeSuppressionsLost()).isEqualTo(3);
    assertThat(lane.takeSuppressionsLost()).isZero();
    assertThat(lane.isOpen()).isFalse();
  }

  @Test
  void add_longAlerts_areLimitedByTheirLength() {
    String alert = "x".repeat(Lane.WAITING_CHARS_MAX / 4);
    var large = order(MALLORY, NOON).withAlert(alert);
    for (int i = 0; i < 4; i++) {
      lane.add(new Responder.Order(large, caller.getRef()));
    }

    lane.add(command());

    assertThat(caller.receiveMessage().failure()).isPresent();
    lane.send();
    assertThat(batchSize()).isEqualTo(1);
  }

  @Test
  void stopped_refusesOrdersAndKeepsTheRest() {
    lane.add(command());
    lane.send();
    lane.add(command());
    lane.add(new Responder.Release(new BlockId(0, 1), "cli", "", operator.getRef()));

    lane.stopped("disk full");
    lane.add(command());

    assertThat(caller.getAllReceived())
        .hasSize(3)
        .allMatch(answer -> answer.failure().equals(Optional.of("disk full")));
    assertThat(operator.hasMessages()).isFalse();
    assertThat(batchSize()).isEqualTo(1);
    lane.recovered();
    lane.send();
    assertThat(batchSize()).isEqualTo(1);
  }

  private int batchSize() {
    return ((Partition.Batch) partition.receiveMessage()).commands().size();
  }

  private Responder.Order command() {
    return new Responder.Order(order(MALLORY, NOON), caller.getRef());
  }

  private static Suppression suppression() {
    return new Suppression(Samples.target(TRUDY), "firewall-drop600", 5712, "guard", 3, NOON);
  }
}
