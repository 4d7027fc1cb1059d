package io.threatlockdown.core.offender;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many offenders there are, and how many had to go. Safe for any thread. */
public final class OffenderCounts {
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicLong retired = new AtomicLong();

  /** Returns how many are alive: at most {@link OffenderLimits#liveMax}. */
  public int live() {
    return live.get();
  }

  /** Returns how many went early since the start, because there were too many. */
  public long retired() {
    return retired.get();
  }

  void came() {
    live.incrementAndGet();
  }

  void went() {
    live.decrementAndGet();
  }

  void hadToGo() {
    live.decrementAndGet();
    retired.incrementAndGet();
  }
}
