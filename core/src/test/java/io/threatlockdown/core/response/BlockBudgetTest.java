package io.threatlockdown.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.BlockBudget.Beyond;
import io.threatlockdown.core.response.BlockBudget.Limits;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Counts by hand-made instants. */
class BlockBudgetTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void take_beyond_isRefusedUntilTheMinuteIsOver() {
    BlockBudget budget = new BlockBudget(new Limits(2, Beyond.REFUSE));

    assertThat(budget.take(NOON)).isEmpty();
    assertThat(budget.take(NOON.plusSeconds(30))).isEmpty();
    assertThat(budget.alarm(NOON.plusSeconds(59))).isEmpty();
    assertThat(budget.take(NOON.plusSeconds(59)))
        .contains("budget: more than 2 new blocks in this minute");
    assertThat(budget.alarm(NOON.plusSeconds(59)))
        .contains("3 new blocks in this minute, more than 2; those beyond were not ordered");

    assertThat(budget.take(NOON.plusSeconds(60))).isEmpty();
    assertThat(budget.alarm(NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void take_beyond_isOrderedWhenOnlyTheAlarmIsAsked() {
    BlockBudget budget = new BlockBudget(new Limits(1, Beyond.ALARM));

    assertThat(budget.take(NOON)).isEmpty();
    assertThat(budget.take(NOON)).isEmpty();

    assertThat(budget.alarm(NOON))
        .contains("2 new blocks in this minute, more than 1; all of them were ordered");
  }

  @Test
  void take_whenTheClockWasSetBack_beginsAnewMinute() {
    BlockBudget budget = new BlockBudget(new Limits(1, Beyond.REFUSE));
    assertThat(budget.take(NOON)).isEmpty();

    assertThat(budget.take(NOON.minusSeconds(3_600))).isEmpty();
  }
}
