package io.threatlockdown.ops.wiring;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.threatlockdown.persistence.JournalStore;
import java.util.Map;

/** How Pekko is configured in the service. */
final class PekkoConfig {
  private PekkoConfig() {}

  static Config of(JournalStore journal) {
    // The service closes its parts itself, in their order.
    Config noHooks =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.jvm-shutdown-hooks", false,
                "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false));
    return noHooks.withFallback(journal.config()).withFallback(ConfigFactory.load());
  }
}
