package io.threatlockdown.core.rule;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the remembered events of all reporting hosts may take together, about. Beyond it
 * a host that has more than its fair part gives up its oldest events first, down to that part, and
 * one that has less keeps all: when it remembers the next event, and when it is told to shrink.
 * Safe for any thread.
 */
public final class MemoryBudget {
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger hosts = new AtomicInteger();

  /** Makes a budget of so many bytes. */
  public MemoryBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Returns a budget that is never exceeded, for a single host, which has a limit of its own. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE);
  }

  /** Returns about how many bytes the events take now. */
  public long bytes() {
    return bytes.get();
  }

  /** Returns among how many hosts the budget is divided. */
  public int hosts() {
    return hosts.get();
  }

  /** Whether the events take more than they may. */
  public boolean isExceeded() {
    return bytes.get() > bytesMax;
  }

  void join() {
    int now = hosts.incrementAndGet();
    assert now > 0;
  }

  void leave() {
    int now = hosts.decrementAndGet();
    assert now >= 0;
  }

  void add(long more) {
    long now = bytes.addAndGet(more);
    assert now >= 0;
  }

  /** Whether a host that has so many bytes has to give up some. */
  boolean isTooMuch(long ofOneHost) {
    return isExceeded() && ofOneHost > bytesMax / Math.max(1, hosts.get());
  }
}
