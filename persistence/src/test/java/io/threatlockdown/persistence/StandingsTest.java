package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.climbing;
import static io.threatlockdown.persistence.Samples.standing;
import static io.threatlockdown.persistence.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Applies facts about ladders to the state of a partition. */
class StandingsTest {
  private PartitionState state = new PartitionState(0);

  @Test
  void snapshot_hasThem() throws IOException {
    apply(new Fact.Climbed(standing(3, 3, NOON)));

    PartitionSnapshot read =
        FactCbor.read(FactCbor.write(state.snapshot()), PartitionSnapshot.class);

    assertThat(PartitionState.of(0, read).standings().of(target(MALLORY)))
        .containsExactly(standing(3, 3, NOON));
  }

  @Test
  void snapshot_inParts_hasThem() {
    for (int i = 0; i < 5; i++) {
      apply(new Fact.Climbed(of(i, NOON)));
    }

    PartitionSnapshot joined = PartitionSnapshot.join(state.snapshot().parts(1, 2));

    assertThat(joined).isEqualTo(state.snapshot());
  }

  @Test
  void snapshot_ofAnOlderVersion_hasNone() throws IOException {
    PartitionSnapshot snapshot = state.snapshot();
    byte[] older =
        FactCbor.write(
            new Older(
                snapshot.lastNumber(), 0, snapshot.inForce(), snapshot.ended(), snapshot.priors()));

    assertThat(FactCbor.read(older, PartitionSnapshot.class).standings()).isEmpty();
  }

  private record Older(
      long lastNumber, long suppressions, List<?> inForce, List<?> ended, List<?> priors) {}

  @Test
  void clockStep_movesThem() {
    apply(new Fact.Climbed(standing(3, 3, NOON)));

    apply(new Fact.Rebased(NOON, Duration.ofHours(3)));

    assertThat(state.standings().of(target(MALLORY)))
        .containsExactly(standing(3, 3, NOON.plus(Duration.ofHours(3))));
  }

  @Test
  void climbed_whenNoneOfTheOffencesIsLeft_forgetsTheOldest() {
    apply(new Fact.Climbed(standing(1, 1, NOON)));

    apply(new Fact.Climbed(of(1, NOON.plus(Duration.ofDays(2)))));

    assertThat(state.standings().of(target(MALLORY))).isEmpty();
    assertThat(state.standings().all()).hasSize(1);
  }

  @Test
  void climbed_byTooMany_forgetsTheOneWhoClimbedLongestAgo() {
    for (int i = 0; i <= Standings.OFFENDERS_MAX; i++) {
      apply(new Fact.Climbed(of(i, NOON)));
    }

    assertThat(state.standings().all()).hasSize(Standings.OFFENDERS_MAX);
    assertThat(state.standings().of(offender(0))).isEmpty();
    assertThat(state.standings().of(offender(1))).hasSize(1);
  }

  @Test
  void next_ofAnotherStep_beginsThen() {
    apply(new Fact.Climbed(standing(3, 3, NOON)));

    Instant later = NOON.plusSeconds(5);
    assertThat(state.standings().next(climbing(MALLORY, 3, 4, later)))
        .isEqualTo(standing(3, 4, later));
  }

  private static Standing of(int offender, Instant at) {
    Standing standing = standing(1, 1, at);
    return new Standing(
        standing.ladder(), offender(offender), 1, 1, at, standing.until(), standing.countsUntil());
  }

  private static AddressPrefix offender(int number) {
    return AddressPrefix.of(new SourceAddress(0, number, true));
  }

  private void apply(Fact fact) {
    state = state.apply(Facts.of(fact));
  }
}
