package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fails calls and looks at what is asked next. */
class RetriesTest {
  private final Retries retries = new Retries();

  @Test
  void takeRound_eachAsksInSmallerLists() {
    fail(3_000);
    assertThat(retries.takeRound())
        .extracting(call -> call.targets().size())
        .containsOnly(1250, 500);
    fail(3_000);
    assertThat(retries.takeRound()).hasSize(20);
    fail(3_000);

    assertThat(retries.takeRound()).hasSize(158);
    fail(3_000);
    assertThat(retries.takeRound()).hasSize(Retries.CALLS_MAX);
    assertThat(retries.isEmpty()).isFalse();
  }

  @Test
  void pause_growsUntilTheFirewallWorks() {
    assertThat(retries.pause()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 20; i++) {
      fail(1);
      assertThat(retries.takeRound()).hasSize(1);
    }

    assertThat(retries.pause()).isEqualTo(Duration.ofSeconds(64));
    retries.succeeded();
    assertThat(retries.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void takeRound_lifts_comeFirst() {
    retries.blockFailed(1, Samples.target(MALLORY));
    retries.liftFailed(2, Samples.target(MALLORY));

    assertThat(retries.takeRound()).extracting(Retries.Call::lift).containsExactly(true, false);
    assertThat(retries.isEmpty()).isTrue();
  }

  private void fail(int count) {
    for (int i = 0; i < count; i++) {
      retries.blockFailed(i, Samples.target(MALLORY));
    }
  }
}
