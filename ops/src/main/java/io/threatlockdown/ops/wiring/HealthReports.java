package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.source.SourceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the health and in the log how the sources of lines are doing. Safe for any thread. */
final class HealthReports implements SourceListener {
  private static final Logger LOG = LoggerFactory.getLogger(HealthReports.class);

  private final Health health;

  HealthReports(Health health) {
    this.health = health;
  }

  /** A source will be opened; until it is, the service is not ready. */
  void expect(String source) {
    health.report(part(source), Health.Status.DOWN, "not opened yet");
  }

  @Override
  public void up(String source) {
    LOG.info("Reading {}", source);
    health.report(part(source), Health.Status.UP, "");
  }

  @Override
  public void degraded(String source, String reason) {
    LOG.warn("Trouble with {}: {}", source, reason);
    health.report(part(source), Health.Status.DEGRADED, reason);
  }

  @Override
  public void gone(String source, String reason) {
    LOG.info("Waiting for {}: {}", source, reason);
    health.report(part(source), Health.Status.DEGRADED, reason);
  }

  @Override
  public void rejected(String source, int lines, String reason) {
    LOG.warn("Rejected {} lines of {}: {}", lines, source, reason);
  }

  @Override
  public void lost(String source, String reason) {
    LOG.error("Lines of {} may be lost: {}", source, reason);
  }

  private static String part(String source) {
    return "source " + source;
  }
}
