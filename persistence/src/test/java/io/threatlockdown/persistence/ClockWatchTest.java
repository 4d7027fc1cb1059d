package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.ClockOffset;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sets the clock under a watch. */
class ClockWatchTest {
  private static final Duration STEP = Duration.ofSeconds(-90);

  private final TestClocks clocks = new TestClocks(NOON);
  private final PartitionState state = new PartitionState(0);
  private final ClockWatch watch = new ClockWatch(clocks.time());

  @Test
  void take_clockWasSet_isToldOnce() {
    clocks.set(STEP);

    assertThat(watch.take()).isEqualTo(STEP);
    assertThat(watch.take()).isZero();
    clocks.passUnseen(Duration.ofDays(1));
    assertThat(watch.take()).isZero();
    clocks.set(ClockOffset.STEP_MIN.minusMillis(1));
    assertThat(watch.take()).isZero();
  }

  @BeforeEach
  void block() {
    PartitionState unused = state.apply(Facts.of(new Fact.Ordered(1, order(MALLORY, NOON))));
  }

  @Test
  void rebase_isNoticedWhenItIsOnDisk() {
    clocks.set(STEP);

    Optional<Fact.Rebased> fact = watch.rebase(state);
    assertThat(fact.map(Fact.Rebased::step)).contains(STEP);
    assertThat(watch.unnoticed()).isEqualTo(STEP);
    watch.onDisk(fact);

    assertThat(watch.unnoticed()).isZero();
    assertThat(watch.rebase(state)).isEmpty();
  }

  @Test
  void rebase_withoutBlocks_needsNoFact() {
    clocks.set(STEP);

    assertThat(watch.rebase(new PartitionState(0))).isEmpty();
    assertThat(watch.unnoticed()).isZero();
  }

  @Test
  void onDisk_theWriteFailed_isStillUnnoticed() {
    Fact.Rebased earlier = new Fact.Rebased(NOON, STEP);
    clocks.set(STEP);

    assertThat(watch.rebase(state)).isPresent();
    watch.onDisk(Optional.of(earlier));

    assertThat(watch.unnoticed()).isEqualTo(STEP);
  }
}
