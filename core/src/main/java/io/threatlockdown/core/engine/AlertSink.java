package io.threatlockdown.core.engine;

import io.threatlockdown.core.rule.Alert;
import java.util.List;

/**
 * Where alerts are written, such as alerts.json. Called by one thread at a time for each reporting
 * host; quick, and a failing disk is its own business.
 */
public interface AlertSink {
  /** Takes alerts in the order raised. */
  void accept(List<Alert> alerts);
}
