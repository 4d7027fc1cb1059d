package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Counts by hand and looks in the health. */
class OffenderReportsTest {
  private final AtomicLong retired = new AtomicLong();
  private final Health health = new Health();
  private final OffenderReports reports = new OffenderReports(() -> 4, retired::get, 4, health);

  @Test
  void look_whileNobodyHadToGo_saysNothing() {
    reports.look();

    assertThat(health.parts()).isEmpty();
  }

  @Test
  void look_whileSomeHaveToGo_isDegradedUntilNoMoreDo() {
    retired.set(7);
    reports.look();
    assertThat(health.parts()).containsExactly(part(Health.Status.DEGRADED));

    reports.look();
    assertThat(health.parts()).containsExactly(part(Health.Status.UP));
  }

  private static Health.Part part(Health.Status status) {
    return new Health.Part(
        OffenderReports.PART, status, "4 of 4 alive, 7 forgotten since the start");
  }
}
