package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Turns the clock by hand. */
class ReportLimitTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final RecordedReports reports = new RecordedReports();
  private final ReportLimit limit = new ReportLimit(reports, nanos::get);

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void report_sameState_isPassedOnOnce() {
    limit.up("a");
    limit.up("a");
    limit.up("b");
    limit.gone("a", "no such file");
    limit.gone("a", "no such file");
    limit.up("a");

    assertThat(reports.all).containsExactly("up a", "up b", "gone a: no such file", "up a");
  }

  @Test
  void degraded_forEverOtherReasons_isPassedOnEveryTenSeconds() {
    for (int i = 0; i < 21; i++) {
      limit.degraded("a", "reason " + i);
      pass(1);
    }

    assertThat(reports.all)
        .containsExactly("degraded a: reason 0", "degraded a: reason 10", "degraded a: reason 20");
  }

  @Test
  void rejected_oftenInASecond_isSummedUp() {
    limit.rejected("a", 1, "too long");
    limit.rejected("a", 2, "too long");
    limit.rejected("a", 3, "too long");
    pass(1);
    limit.flush();
    limit.flush();

    assertThat(reports.all).containsExactly("rejected a: 1 too long", "rejected a: 5 too long");
  }

  @Test
  void lost_again_isPassedOnLater() {
    limit.lost("a", "deleted");
    limit.lost("a", "deleted");
    pass(10);
    limit.lost("a", "deleted");

    assertThat(reports.all).hasSize(2);
  }
}
