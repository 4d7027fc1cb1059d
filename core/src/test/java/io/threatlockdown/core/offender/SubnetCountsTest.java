package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockScope.Escalation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts by hand-made instants. */
class SubnetCountsTest {
  private final SubnetCounts counts =
      new SubnetCounts(new Escalation(3, Duration.ofMinutes(10), 24));

  @Test
  void blocked_enoughOfANetwork_namesIt() {
    assertThat(blocked("192.0.2.1", NOON)).isEmpty();
    assertThat(blocked("198.51.100.1", NOON)).isEmpty();
    assertThat(blocked("192.0.2.2", NOON)).isEmpty();

    assertThat(blocked("192.0.2.255", NOON)).contains(prefix("192.0.2.0/24"));
  }

  @Test
  void blocked_theSameAgain_countsOnce() {
    assertThat(blocked("192.0.2.1", NOON)).isEmpty();
    assertThat(blocked("192.0.2.1", NOON.plusSeconds(1))).isEmpty();
    assertThat(blocked("192.0.2.1", NOON.plusSeconds(2))).isEmpty();
    assertThat(blocked("192.0.2.2", NOON.plusSeconds(3))).isEmpty();
  }

  @Test
  void blocked_longBefore_doesNotCount() {
    assertThat(blocked("192.0.2.1", NOON)).isEmpty();
    assertThat(blocked("192.0.2.2", NOON.plusSeconds(1))).isEmpty();

    assertThat(blocked("192.0.2.3", NOON.plusSeconds(601))).isEmpty();
    assertThat(blocked("192.0.2.4", NOON.plusSeconds(601))).contains(prefix("192.0.2.0/24"));
  }

  @Test
  void blocked_afterTheNetworkWasNamed_namesItAgainUntilForgotten() {
    assertThat(blocked("192.0.2.1", NOON)).isEmpty();
    assertThat(blocked("192.0.2.2", NOON)).isEmpty();
    assertThat(blocked("192.0.2.3", NOON)).isPresent();
    assertThat(blocked("192.0.2.4", NOON)).isPresent();

    counts.forget(prefix("192.0.2.0/24"));

    assertThat(blocked("192.0.2.5", NOON)).isEmpty();
  }

  private Optional<AddressPrefix> blocked(String source, Instant at) {
    return counts.blocked(prefix(source).base(), at);
  }
}
