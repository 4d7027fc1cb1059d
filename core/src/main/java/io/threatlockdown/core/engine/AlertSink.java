package io.threatlockdown.core.engine;

import io.threatlockdown.core.rule.Alert;
import java.util.List;

/**
 * Where alerts are written, such as alerts.json. Called by several threads, for one reporting host
 * by one at a time; quick, and a failing disk is its own business.
 */
public interface AlertSink {
  /** Takes alerts in the order raised. */
  void accept(List<Alert> alerts);
}
