package io.threatlockdown.ops.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be closed, the last one first. One that fails keeps none of the others open. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes it when this is closed. Returns it. */
  <T extends AutoCloseable> T with(T closeable) {
    first(closeable);
    return closeable;
  }

  /** Closes it when this is closed, before all that was named earlier. */
  synchronized void first(AutoCloseable closeable) {
    open.push(closeable);
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        LOG.warn("A part did not stop cleanly", failure);
      }
    }
  }
}
