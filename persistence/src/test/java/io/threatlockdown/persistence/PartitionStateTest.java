package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Feeds a state facts and asks what it knows. */
class PartitionStateTest {
  private final PartitionState state = new PartitionState(2);

  @Test
  void ended_tooMany_forgetsTheOldestFirst() {
    for (int i = 0; i <= EndedBlocks.BLOCKS_MAX; i++) {
      blockAndExpire(i + 1, address(i), NOON.plusMillis(i));
    }

    assertThat(state.find(1)).isEmpty();
    assertThat(state.find(2)).isPresent();
    assertThat(state.find(EndedBlocks.BLOCKS_MAX + 1)).isPresent();
    assertThat(state.recall(Samples.target(address(0)))).hasSize(1);
  }

  @Test
  void ended_longAgo_isForgotten() {
    blockAndExpire(1, MALLORY, NOON);

    blockAndExpire(2, address(1), NOON.plus(EndedBlocks.KEPT).plusMillis(1));

    assertThat(state.find(1)).isEmpty();
    assertThat(state.recall(Samples.target(MALLORY))).hasSize(1);
  }

  @Test
  void offences_longAgo_areForgotten() {
    blockAndExpire(1, MALLORY, NOON);

    blockAndExpire(2, address(1), NOON.plus(Priors.KEPT).plusMillis(1));

    assertThat(state.recall(Samples.target(MALLORY))).isEmpty();
  }

  @Test
  void offences_tooMany_forgetsTheOldestFirst() {
    for (int i = 0; i <= Priors.KEYS_MAX; i++) {
      blockAndExpire(i + 1, address(i), NOON.plusMillis(i));
    }

    assertThat(state.recall(Samples.target(address(0)))).isEmpty();
    assertThat(state.recall(Samples.target(address(1)))).hasSize(1);
  }

  @Test
  void target_ofManyKeys_isFull() {
    for (int i = 0; i < PartitionState.KEYS_OF_TARGET_MAX; i++) {
      assertThat(state.isFull(Samples.target(MALLORY))).isFalse();
      apply(new Fact.Ordered(i + 1, orderOf("user" + i)));
    }

    assertThat(state.isFull(Samples.target(MALLORY))).isTrue();
    apply(new Fact.Expired(1, NOON));
    assertThat(state.isFull(Samples.target(MALLORY))).isFalse();
    apply(new Fact.Ordered(1_000, orderOf("another")));
    assertThat(state.recall(Samples.target(MALLORY))).hasSize(PartitionState.KEYS_OF_TARGET_MAX);
  }

  @Test
  void drop_ofSeveralBlocks_isTheLongest() {
    apply(new Fact.Ordered(1, orderOf("one")));
    apply(new Fact.Ordered(2, order(MALLORY, NOON.plusSeconds(5))));

    assertThat(state.drop(Samples.target(MALLORY)).orElseThrow().expiresAt())
        .contains(NOON.plusSeconds(605));
    apply(new Fact.Extended(1, NOON, Optional.empty(), 1));
    assertThat(state.drop(Samples.target(MALLORY)).orElseThrow().expiresAt()).isEmpty();
    apply(new Fact.Expired(1, NOON));
    apply(new Fact.Expired(2, NOON));
    assertThat(state.drop(Samples.target(MALLORY))).isEmpty();
    assertThat(state.drops(NOON)).isEmpty();
  }

  @Test
  void facts_ofAnUnknownBlock_changeNothing() {
    apply(new Fact.Applied(9, NOON, false));
    apply(new Fact.Expired(9, NOON));
    apply(new Fact.Lifted(9, NOON));

    assertThat(state.snapshot()).isEqualTo(new PartitionState(2).snapshot());
  }

  private void blockAndExpire(long number, String address, Instant at) {
    apply(new Fact.Ordered(number, order(address, at, Optional.of(Duration.ofMillis(1)))));
    apply(new Fact.Expired(number, at));
  }

  private void apply(Fact fact) {
    PartitionState unused = state.apply(Facts.of(fact));
  }

  private static BlockOrder orderOf(String key) {
    BlockKey locked = new BlockKey("000", "disable-account", List.of(key));
    return order(MALLORY, NOON).withKey(locked);
  }

  private static String address(int i) {
    return "2001:db8::" + Integer.toHexString(i + 1);
  }
}
