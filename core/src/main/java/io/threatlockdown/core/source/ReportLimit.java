package io.threatlockdown.core.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passes reports on at a bounded rate: a state when it changes, the same state with another reason
 * at most every ten seconds, rejected lines summed up once a second. A count is late, never lost,
 * as long as {@link #flush} is called now and then.
 */
final class ReportLimit implements SourceListener {
  private static final long REASON_NANOS = 10_000_000_000L;
  private static final long COUNT_NANOS = 1_000_000_000L;

  /** How many sources are told apart; the one heard of first is forgotten. */
  private static final int SOURCES_MAX = 4096;

  private enum State {
    UNKNOWN,
    UP,
    DEGRADED,
    GONE
  }

  private static final class Known {
    private State state = State.UNKNOWN;
    private String reason = "";
    private long statedAt;
    private long countedAt;
    private int rejected;
    private String rejectedReason = "";
    private long lostAt;
    private String lostReason = "";
  }

  private final Map<String, Known> sources =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > SOURCES_MAX;
        }
      };

  private final SourceListener listener;
  private final LongSupplier nanos;

  ReportLimit(SourceListener listener, LongSupplier nanos) {
    this.listener = listener;
    this.nanos = nanos;
  }

  @Override
  public void up(String source) {
    if (isNews(source, State.UP, "")) {
      listener.up(source);
    }
  }

  @Override
  public void degraded(String source, String reason) {
    if (isNews(source, State.DEGRADED, reason)) {
      listener.degraded(source, reason);
    }
  }

  @Override
  public void gone(String source, String reason) {
    if (isNews(source, State.GONE, reason)) {
      listener.gone(source, reason);
    }
  }

  @Override
  public void rejected(String source, int lines, String reason) {
    int sum = counted(source, lines, reason);
    if (sum > 0) {
      listener.rejected(source, sum, reason);
    }
  }

  @Override
  public void lost(String source, String reason) {
    synchronized (this) {
      Known known = known(source);
      long now = nanos.getAsLong();
      if (known.lostReason.equals(reason) && now - known.lostAt < REASON_NANOS) {
        return;
      }
      known.lostReason = reason;
      known.lostAt = now;
    }
    listener.lost(source, reason);
  }

  /** Passes on the counts that were held back. */
  void flush() {
    for (String source : withCounts()) {
      rejected(source, 0, rejectedReason(source));
    }
  }

  private synchronized Iterable<String> withCounts() {
    return sources.entrySet().stream()
        .filter(entry -> entry.getValue().rejected > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized String rejectedReason(String source) {
    return known(source).rejectedReason;
  }

  private synchronized int counted(String source, int lines, String reason) {
    Known known = known(source);
    long now = nanos.getAsLong();
    known.rejected += lines;
    known.rejectedReason = reason;
    if (known.countedAt != 0 && now - known.countedAt < COUNT_NANOS) {
      return 0;
    }
    int sum = known.rejected;
    known.rejected = 0;
    known.countedAt = now;
    return sum;
  }

  private synchronized boolean isNews(String source, State state, String reason) {
    Known known = known(source);
    long now = nanos.getAsLong();
    boolean sameState = known.state == state;
    boolean isOld =
        sameState && (known.reason.equals(reason) || now - known.statedAt < REASON_NANOS);
    if (isOld) {
      return false;
    }
    known.state = state;
    known.reason = reason;
    known.statedAt = now;
    return true;
  }

  private Known known(String source) {
    return sources.computeIfAbsent(source, name -> new Known());
  }
}
