package io.threatlockdown.core.source;

import java.util.Optional;

/** Reads batches of lines and may block; owned by one thread, except for {@link #stop}. */
public interface BatchReader {
  /**
   * Waits for lines and returns them; empty if there will never be any more. Reports trouble to its
   * listener and goes on.
   *
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  Optional<LineBatch> next() throws InterruptedException;

  /** Ends a wait that an interrupt does not end. Called from another thread, once. */
  default void stop() {}

  /** Lets go of what it holds. Called on the reading thread, at the end. */
  void close();
}
