package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.source.SourceListener;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the health and in the log how the sources of lines are doing. Safe for any thread. */
final class HealthReports implements SourceListener {
  private static final Logger LOG = LoggerFactory.getLogger(HealthReports.class);

  /** The part that is down until the sources were looked at for the first time. */
  private static final String BEGINNING = "sources";

  /** A source that says nothing at all does not keep the service from being ready. */
  private static final long BEGIN_WITHIN_SECONDS = 10;

  private final Health health;
  private final Set<String> unheard = ConcurrentHashMap.newKeySet();

  HealthReports(Health health) {
    this.health = health;
  }

  /**
   * The service is not ready: reading has not begun. A file without a known position is read from
   * its end, so a line written before would not be seen.
   */
  static void notBegun(Health health) {
    health.report(BEGINNING, Health.Status.DOWN, "reading has not begun");
  }

  /** It is ready when each of these sources has reported. */
  void begin(Collection<String> sources) {
    unheard.addAll(sources);
    if (sources.isEmpty()) {
      health.forget(BEGINNING);
    } else {
      CompletableFuture.delayedExecutor(BEGIN_WITHIN_SECONDS, TimeUnit.SECONDS)
          .execute(() -> health.forget(BEGINNING));
    }
  }

  @Override
  public void up(String source) {
    LOG.info("Reading {}", source);
    health.report(part(source), Health.Status.UP, "");
    heard(source);
  }

  @Override
  public void degraded(String source, String reason) {
    LOG.warn("Trouble with {}: {}", source, reason);
    health.report(part(source), Health.Status.DEGRADED, reason);
    heard(source);
  }

  @Override
  public void gone(String source, String reason) {
    LOG.info("Waiting for {}: {}", source, reason);
    health.report(part(source), Health.Status.DEGRADED, reason);
    heard(source);
  }

  @Override
  public void rejected(String source, int lines, String reason) {
    LOG.warn("Rejected {} lines of {}: {}", lines, source, reason);
  }

  @Override
  public void lost(String source, String reason) {
    LOG.error("Lines of {} may be lost: {}", source, reason);
  }

  private void heard(String source) {
    if (unheard.remove(source) && unheard.isEmpty()) {
      health.forget(BEGINNING);
    }
  }

  private static String part(String source) {
    return "source " + source;
  }
}
