package io.threatlockdown.ops.wiring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the end of parts is waited for when the service stops. */
final class Waits {
  private static final Logger LOG = LoggerFactory.getLogger(Waits.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private Waits() {}

  /** Waits for the end of a part, but not for ever. */
  static void await(CompletableFuture<?> ended) {
    try {
      ended.get(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.warn("A part did not stop within {} s", STOP_WITHIN.toSeconds(), late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
