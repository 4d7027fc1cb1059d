package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs a stopgap above a firewall that notes what it is asked. */
class StopgapTest {
  private static final BlockOrder ORDER = order(MALLORY, NOON);

  private final TestFirewall firewall = new TestFirewall();
  private final List<Note.StopgapAnswered> answers = new ArrayList<>();
  private final TestClocks clocks = new TestClocks(NOON);
  private final Stopgap stopgap = new Stopgap(firewall, clocks.time(), answers::add);

  @Test
  void place_order_dropsUntilItsEnd() throws InterruptedException {
    stopgap.place(List.of(ORDER), StopgapTest::nothing);

    assertThat(firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
    assertThat(stopgap.size()).isEqualTo(1);
  }

  @Test
  void place_endless_endsAfterADay() throws InterruptedException {
    stopgap.place(List.of(order(MALLORY, NOON, Optional.empty())), StopgapTest::nothing);

    assertThat(firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-02T12:00:00Z]");
  }

  @Test
  void place_shorterThanRecorded_keepsTheRecordedEnd() throws InterruptedException {
    stopgap.place(
        List.of(ORDER),
        target -> Optional.of(new Firewall.Drop(target, Optional.of(NOON.plusSeconds(3_600)))));

    assertThat(firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T13:00:00Z]");
  }

  @Test
  void place_shorterThanBefore_keepsTheLaterEnd() throws InterruptedException {
    stopgap.place(List.of(ORDER), StopgapTest::nothing);
    stopgap.place(
        List.of(order(MALLORY, NOON, Optional.of(Duration.ofMinutes(1)))), StopgapTest::nothing);

    assertThat(firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
    assertThat(firewall.next()).isEqualTo("block [192.0.2.7 until 2026-01-01T12:10:00Z]");
  }

  @Test
  void again_refusedDrop_isAskedForAgain() throws InterruptedException {
    firewall.refuse("nft: busy");
    stopgap.place(List.of(ORDER), StopgapTest::nothing);
    stopgap.answered(answers.remove(0));
    firewall.obey();
    assertThat(firewall.next()).startsWith("block");

    stopgap.again();

    assertThat(firewall.next()).startsWith("block [192.0.2.7");
    stopgap.answered(answers.remove(0));
    stopgap.again();
    assertThat(firewall.isQuiet()).isTrue();
  }

  @Test
  void with_recordedDrops_addsWhatIsNotRecorded() {
    stopgap.place(List.of(ORDER), StopgapTest::nothing);
    Firewall.Drop other = new Firewall.Drop(Samples.target(TRUDY), Optional.empty());
    Firewall.Drop endless = new Firewall.Drop(Samples.target(MALLORY), Optional.empty());

    assertThat(stopgap.with(List.of(other)))
        .extracting(Firewall.Drop::target)
        .containsExactlyInAnyOrder(Samples.target(MALLORY), Samples.target(TRUDY));
    assertThat(stopgap.with(List.of(endless))).containsExactly(endless);
  }

  @Test
  void settled_allOrdersOfATarget_forgetsIt() {
    BlockOrder other = order(MALLORY, NOON, Optional.empty());
    stopgap.place(List.of(ORDER, other), StopgapTest::nothing);

    stopgap.settled(List.of(ORDER));
    assertThat(stopgap.size()).isEqualTo(1);
    stopgap.settled(List.of(other));

    assertThat(stopgap.size()).isZero();
    assertThat(stopgap.with(List.of())).isEmpty();
  }

  @Test
  void with_afterAClockStep_keepsWhatIsLeft() {
    stopgap.place(List.of(ORDER), StopgapTest::nothing);

    clocks.set(Duration.ofHours(1));

    assertThat(stopgap.with(List.of()))
        .extracting(drop -> drop.expiresAt().orElseThrow())
        .containsExactly(NOON.plusSeconds(4_200));
  }

  @Test
  void sparing_unblock_leavesWhatIsHeld() throws InterruptedException {
    stopgap.place(List.of(ORDER), StopgapTest::nothing);
    assertThat(firewall.next()).startsWith("block");

    var unused = stopgap.sparing().unblock(List.of(Samples.target(MALLORY)));
    assertThat(firewall.isQuiet()).isTrue();
    unused = stopgap.sparing().unblock(List.of(Samples.target(MALLORY), Samples.target(TRUDY)));
    assertThat(firewall.next()).isEqualTo("unblock [" + Samples.target(TRUDY).base() + "]");
    stopgap.settled(List.of(ORDER));
    unused = stopgap.sparing().unblock(List.of(Samples.target(MALLORY)));

    assertThat(firewall.next()).isEqualTo("unblock [192.0.2.7]");
  }

  private static Optional<Firewall.Drop> nothing(AddressPrefix target) {
    return Optional.empty();
  }
}
