package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.MALLORY;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.key;
import static io.threatlockdown.core.offender.Ladders.A_MINUTE;
import static io.threatlockdown.core.offender.Ladders.FIVE;
import static io.threatlockdown.core.offender.Ladders.ONE_HOUR;
import static io.threatlockdown.core.offender.Ladders.TEN_MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.offender.LadderMemory.Climb;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Climbs a ladder without an actor or a clock. */
class LadderMemoryTest {
  private static final int LOW = 5;
  private static final Duration ONE_DAY = Duration.ofDays(1);

  private final LadderMemory memory = new LadderMemory();

  @Test
  void climb_eachOffenceAfterTheLastEnded_leadsAStepUp() {
    Instant at = NOON;
    for (int offence = 1; offence <= 6; offence++) {
      int step = offence == 5 ? 4 : Math.min(offence, 5);
      assertThat(climb(LOW, at)).isEqualTo(new Climb(offence, step, false));
      at = at.plus(FIVE.step(step).lasts());
    }
    assertThat(climb(LOW, at)).isEqualTo(new Climb(7, 5, false));
  }

  @Test
  void climb_soonAfterAStepBegan_isTheSameOffence() {
    assertThat(climb(LOW, NOON)).isEqualTo(new Climb(1, 1, false));

    assertThat(climb(LOW, NOON.plus(A_MINUTE).minusMillis(1))).isEqualTo(new Climb(1, 1, true));
  }

  @Test
  void climb_whileThrottled_leadsUpOnceItIsNoLateLine() {
    assertThat(climb(LOW, NOON)).isEqualTo(new Climb(1, 1, false));

    assertThat(climb(LOW, NOON.plus(A_MINUTE))).isEqualTo(new Climb(2, 2, false));
    assertThat(climb(LOW, NOON.plus(A_MINUTE).plusMillis(1))).isEqualTo(new Climb(2, 2, true));
  }

  @Test
  void climb_whileDropped_neverLeadsUp() {
    recall(3, 3, NOON, NOON.plus(ONE_HOUR));

    assertThat(peek(NOON.plus(ONE_HOUR).minusMillis(1))).isEqualTo(new Climb(3, 3, true));
    assertThat(climb(LOW, NOON.plus(ONE_HOUR))).isEqualTo(new Climb(4, 4, false));
  }

  @Test
  void climb_byAHighLevel_leadsUpAtOnce() {
    assertThat(climb(LOW, NOON)).isEqualTo(new Climb(1, 1, false));

    assertThat(climb(12, NOON.plusMillis(1))).isEqualTo(new Climb(1, 3, false));
    assertThat(peek(NOON.plusMillis(2))).isEqualTo(new Climb(1, 3, true));
    assertThat(climb(LOW, NOON.plus(ONE_HOUR).plusMillis(1))).isEqualTo(new Climb(2, 2, false));
  }

  @Test
  void climb_afterQuietPeriods_forgetsAnOffenceForEach() {
    recall(6, 5, NOON.minus(ONE_DAY), NOON);

    assertThat(peek(NOON.plus(ONE_DAY).minusMillis(1))).isEqualTo(new Climb(7, 5, false));
    assertThat(peek(NOON.plus(ONE_DAY))).isEqualTo(new Climb(6, 5, false));
    assertThat(peek(NOON.plus(ONE_DAY.multipliedBy(2)))).isEqualTo(new Climb(5, 4, false));
    assertThat(peek(NOON.plus(ONE_DAY.multipliedBy(6)))).isEqualTo(new Climb(1, 1, false));
    assertThat(peek(NOON.plus(ONE_DAY.multipliedBy(600)))).isEqualTo(new Climb(1, 1, false));
  }

  @Test
  void climb_afterFarMoreOffencesThanSteps_stepsDownFromTheHighest() {
    recall(1_000, 5, NOON.minus(ONE_DAY), NOON);

    assertThat(peek(NOON.plus(ONE_DAY.multipliedBy(2)))).isEqualTo(new Climb(5, 4, false));
  }

  @Test
  void climb_afterTheLadderBecameShorter_staysOnIt() {
    recall(9, 12, NOON, NOON.plus(ONE_HOUR));

    assertThat(peek(NOON.plusSeconds(1)).step()).isEqualTo(5);
  }

  @Test
  void refused_takesTheOffenceBack() {
    assertThat(climb(LOW, NOON)).isEqualTo(new Climb(1, 1, false));
    memory.taken(order(new Climb(1, 1, false), NOON));
    Climb second = climb(LOW, NOON.plus(TEN_MINUTES));
    assertThat(second.offence()).isEqualTo(2);

    memory.refused(order(second, NOON.plus(TEN_MINUTES)));

    assertThat(peek(NOON.plus(TEN_MINUTES))).isEqualTo(new Climb(2, 2, false));
  }

  @Test
  void pardon_forgetsAllButWhatIsInForce() {
    recall(5, 2, NOON, NOON.plus(ONE_HOUR));

    memory.pardon(NOON, false);

    assertThat(peek(NOON.plusSeconds(1))).isEqualTo(new Climb(1, 2, true));
    assertThat(peek(NOON.plus(ONE_HOUR))).isEqualTo(new Climb(2, 2, false));
  }

  @Test
  void pardon_thatReleases_forgetsAll() {
    recall(5, 2, NOON, NOON.plus(ONE_HOUR));

    memory.pardon(NOON, true);

    assertThat(memory.isEmpty()).isTrue();
    assertThat(peek(NOON.plusSeconds(1))).isEqualTo(new Climb(1, 1, false));
  }

  private void recall(int offences, int step, Instant at, Instant until) {
    memory.recall(
        List.of(new Standing("ssh", MALLORY, offences, step, at, until, Instant.MAX)),
        UnaryOperator.identity());
  }

  private Climb peek(Instant at) {
    return memory.climb(FIVE, LOW, at);
  }

  /** Asks what is due, and orders it. */
  private Climb climb(int level, Instant at) {
    Climb climb = memory.climb(FIVE, level, at);
    memory.ordered(order(climb, at), at, at.plus(FIVE.step(climb.step()).lasts()));
    return climb;
  }

  private static BlockOrder order(Climb climb, Instant at) {
    return new BlockOrder(
            key("192.0.2.66"),
            MALLORY,
            "r",
            "local",
            5710,
            "a made-up user",
            "{}",
            climb.offence(),
            at,
            at,
            Optional.of(FIVE.step(climb.step()).lasts()))
        .with(Optional.of(FIVE.step(climb.step(), MALLORY, climb.offence())), OptionalInt.empty());
  }
}
