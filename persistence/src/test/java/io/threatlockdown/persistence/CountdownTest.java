package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts one block down without timers. */
class CountdownTest {
  private final TestClocks clocks = new TestClocks(NOON);
  private final PartitionState state = new PartitionState(0);
  private Countdown countdown = new Countdown(clocks.time(), new ClockWatch(clocks.time()));

  @BeforeEach
  void block() {
    apply(new Fact.Ordered(1, order(MALLORY, NOON)));
    countdown = new Countdown(clocks.time(), new ClockWatch(clocks.time()));
    countdown.restart(state);
  }

  @Test
  void untilNext_isTheRemainingTime() {
    clocks.passUnseen(Duration.ofMinutes(4));

    assertThat(countdown.untilNext(state)).contains(Duration.ofMinutes(6));
    assertThat(countdown.takeDue(state, 10)).isEmpty();
  }

  @Test
  void takeDue_atTheEnd_takesItOnce() {
    clocks.passUnseen(TEN_MINUTES);

    assertThat(countdown.untilNext(state)).contains(Duration.ZERO);
    assertThat(countdown.takeDue(state, 10)).hasSize(1);
    assertThat(countdown.takeDue(state, 10)).isEmpty();
    assertThat(countdown.untilNext(state)).isEmpty();
  }

  @Test
  void takeDue_afterAnExtension_waitsForTheNewEnd() {
    apply(new Fact.Extended(1, NOON, Optional.of(NOON.plusSeconds(900)), 1));
    countdown.start(state.find(1).orElseThrow());
    clocks.passUnseen(TEN_MINUTES);

    assertThat(countdown.takeDue(state, 10)).isEmpty();
    assertThat(countdown.untilNext(state)).contains(Duration.ofMinutes(5));
  }

  @Test
  void untilNext_afterARelease_isEmpty() {
    apply(new Fact.Released(1, NOON, "cli", ""));

    assertThat(countdown.untilNext(state)).isEmpty();
  }

  @Test
  void untilNext_manyExtensions_forgetsTheOldEnds() {
    for (int i = 1; i <= 20_000; i++) {
      apply(new Fact.Extended(1, NOON, Optional.of(NOON.plusSeconds(900 + i)), i));
      countdown.start(state.find(1).orElseThrow());
    }

    assertThat(countdown.untilNext(state)).contains(Duration.ofSeconds(20_900));
  }

  private void apply(Fact fact) {
    PartitionState unused = state.apply(Facts.of(fact));
  }
}
